import { splitWords } from "../../../cli/text/shell-words";

test.each<[string, string[]]>([
  ["", []],
  ["  ", []],
  ["-target=a.b -var x=1", ["-target=a.b", "-var", "x=1"]],
  [`-var 'note=a -target=b "c"'`, ["-var", 'note=a -target=b "c"']],
  [`-var="a=\\"b\\" c"`, ['-var=a="b" c']],
  [`'' a''b ""`, ["", "ab", ""]],
  ["a\\ b\tc\nd", ["a b", "c", "d"]],
  [`'a\\b'`, ["a\\b"]],
  ["a;b", ["a"]],
  ["a | b 'c;d'", ["a"]],
  ["'c;d|e' \\> f", ["c;d|e", ">", "f"]],
])("splits %j like Terraform", (line, words) => {
  expect(splitWords(line)).toEqual(words);
});
