import { spawn } from 'node:child_process';
import { expect } from 'chai';
import { runPlugin } from './plugin-process.ts';

describe('runPlugin', () => {
  it('reports output that is no message, on either stream', async () => {
    const script = 'console.log("OCI runtime exec failed"); console.error("exit status 126"); process.exitCode = 126';
    const child = spawn(process.execPath, ['-e', script]);
    const error = await runPlugin(child, []).catch((error: Error) => error);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/did not start: it ended with 126: /)
      .and.includes('OCI runtime exec failed')
      .and.includes('exit status 126');
  });

  it('does not wait for ever for one that is stuck', async () => {
    const script = 'console.log(JSON.stringify({ kind: "serving" })); setInterval(() => undefined, 60_000)';
    const child = spawn(process.execPath, ['-e', script]);
    const plugin = await runPlugin(child, [], { longestEnd: 20 });
    await plugin[Symbol.asyncDispose]();
    expect(await plugin.ended).to.contain('it ended with SIGKILL');
  });
});
