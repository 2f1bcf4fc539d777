#!/usr/bin/env node
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { CommandContext } from "./commands/context";
import { FAILED } from "./exit-codes";
import { Interrupt } from "./interrupt";
import { Interrupted } from "./process-context";
import { run } from "./program";
import { ChildProcesses } from "./terraform/child-processes";
import { findVersion } from "./version";

const interruption = new Interrupt();

/** Asks on standard error, because standard output is for the report. */
function ask(question: string, output: NodeJS.WritableStream = process.stderr): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output, terminal: true });
  terminal.on("SIGINT", () => {
    interruption.request();
  });
  return new Promise<string>((resolve, reject) => {
    interruption.stop.addEventListener("abort", () => {
      reject(new Interrupted());
    });
    // Ctrl-D closes it without an answer.
    terminal.once("close", () => {
      resolve("");
    });
    terminal.question(question, resolve);
  }).finally(() => {
    terminal.close();
  });
}

/** Asks without showing what is typed. */
async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const hidden = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  return ask("", hidden).finally(() => process.stderr.write("\n"));
}

/**
 * Hides warnings about which the user cannot do anything: X25519 in Web Crypto of Node 20, which encrypts saved plans, and the proxy of
 * undici are experimental.
 */
function hideWarnings(): void {
  const printers = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", (warning: NodeJS.ErrnoException) => {
    if (warning.name === "ExperimentalWarning" && warning.message.includes("X25519")) return;
    if (warning.code === "UNDICI-EHPA") return;
    for (const print of printers) print(warning);
  });
}

/**
 * Lets a command continue if nobody reads its output, as in `app-runner … | head`: the end of this process would kill a running apply. Other
 * problems with the report set the exit code. Nothing can be said about those of standard error.
 */
function watchOutputs(): void {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") return;
    process.exitCode = FAILED;
    process.stderr.write(`error: cannot write to standard output (${message})\n`);
  });
}

async function main(): Promise<void> {
  hideWarnings();
  watchOutputs();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      interruption.request();
    });
  }
  const children = new ChildProcesses(interruption);
  process.once("exit", () => {
    children.killAll();
  });
  const args = process.argv.slice(2);
  // Any user can see the command line of a process, and the value of a variable may be a secret.
  if (args.some((arg) => /^--var(=|$)/.test(arg))) process.title = "app-runner";
  const context: CommandContext = {
    cwd: process.cwd(),
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && { ask: (question: string) => ask(question), askSecret }),
    readInput: () => buffer(process.stdin),
    now: () => performance.now(),
    interruption,
    children,
    version: findVersion(__dirname),
  };
  const exitCode = await run(args, context);
  process.exitCode ||= exitCode;
}

void main();
