/**
 * Splits a line into words like a POSIX shell, without expanding variables. Like Terraform for `TF_CLI_ARGS`, stops at `;`, `&`, `|`, `<`
 * and `>` outside quotes.
 *
 * @see https://github.com/mattn/go-shellwords
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "\\" && quote !== "'") word = (word ?? "") + line.charAt(++at);
    else if (quote !== "" && char === quote) quote = "";
    else if (quote !== "") word = (word ?? "") + char;
    else if (char === "'" || char === '"') [quote, word] = [char, word ?? ""];
    else if (";&|<>".includes(char)) break;
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + char;
  }
  return word === undefined ? words : [...words, word];
}
