// SPDX-License-Identifier: GPL-2.0-or-later
// A test is a name that says what must hold, and a function that throws where it does not.

const tests = [];

export function test(name, body) {
  tests.push({ name, body });
}

/** Runs all tests in order, or those whose name holds `only`; the number of failures. */
export async function run_all(context, only) {
  let passed = 0;
  const failures = [];
  for (const { name, body } of tests.filter((one) => one.name.includes(only))) {
    try {
      await body(context);
      passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      failures.push(name);
      console.log(`FAILED  ${name}\n        ${String(error?.stack ?? error).replaceAll('\n', '\n        ')}`);
    }
  }
  console.log(`${passed} passed, ${failures.length} failed`);
  return passed === 0 ? 1 : failures.length;
}

/** Asks until `question` answers something true; throws with `what` after `limit_ms`. */
export async function until(what, question, limit_ms = 15_000) {
  const end = Date.now() + limit_ms;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
