import { readTopology } from '../clusters/clouds/read-topology.ts';
import { holdLock } from '../clusters/embedded/binaries/lock.ts';
import { checkSettings } from './check-settings.ts';
import { checkName } from './cluster-name.ts';
import { exported } from './command-line.ts';
import { environment } from './environment.ts';
import { ExitCode } from './exit-code.ts';
import { fileOf, readHosted } from './hosted.ts';
import { interruption } from './interruption.ts';
import { profilesIn } from './profiles.ts';
import { startHost } from './start-host.ts';

export interface UpOptions {
  readonly name: string;
  readonly kubernetes?: string;
  readonly profile?: readonly string[];
  readonly topology: string;
}

/** Starts a cluster that stays. Standard output is the line that a shell can evaluate; all else goes to standard error. */
export async function up(options: UpOptions): Promise<number> {
  checkName(options.name);
  await checkSettings(options.kubernetes);
  profilesIn(options.profile);
  await readTopology(options.topology); // so that what is wrong with it is told before anything is started
  const { state } = environment();
  using interrupted = interruption();
  const { signal } = interrupted;
  const waiting = () => console.error(`plimsoll: waiting for another "up" of ${options.name}`);
  // Two at once would each start a cluster, and only one of them could be found again.
  await using _alone = await holdLock(fileOf(state, options.name, 'json'), { waiting, signal });

  const present = readHosted(state, options.name);
  if (present) {
    console.error(`plimsoll: ${options.name} is up already (Kubernetes ${present.kubernetes})`);
    console.log(exported('KUBECONFIG', present.kubeconfig));
    return ExitCode.conformant;
  }
  try {
    const kubeconfig = await startHost({ ...options, log: fileOf(state, options.name, 'log') }, signal);
    console.error(`plimsoll: ${options.name} is up; plimsoll down stops it. For your shell: eval "$(plimsoll up)"`);
    console.log(exported('KUBECONFIG', kubeconfig));
    return ExitCode.conformant;
  } catch (error) {
    const code = interrupted.exitCode();
    if (code !== undefined) return code;
    throw error;
  }
}
