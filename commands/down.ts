import { checkName } from './cluster-name.ts';
import { environment } from './environment.ts';
import { ExitCode } from './exit-code.ts';
import { forget, isAlive, readHosted } from './hosted.ts';

const longestStop = 15_000;

/** Stops a cluster that `up` has started; when there is none, says so and succeeds. */
export async function down({ name }: { readonly name: string }): Promise<number> {
  checkName(name);
  const { state } = environment();
  const hosted = readHosted(state, name);
  if (!hosted) {
    console.error(`plimsoll: no cluster named ${name} is up`);
    return ExitCode.conformant;
  }
  process.kill(hosted.pid, 'SIGTERM');
  for (const deadline = Date.now() + longestStop; isAlive(hosted); await new Promise((done) => setTimeout(done, 50))) {
    if (Date.now() < deadline) continue;
    console.error(
      `plimsoll: ${name} (process ${hosted.pid}) did not stop within ${longestStop / 1000} s; its log is ${hosted.log}`,
    );
    return ExitCode.infrastructure;
  }
  forget(state, hosted);
  console.error(`plimsoll: ${name} is down`);
  return ExitCode.conformant;
}
