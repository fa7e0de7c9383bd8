import { longestSocketPath } from '../clusters/control-plane/state/state-directory.ts';
import { BadInputError } from '../harness/bad-input.ts';
import { checkName } from './cluster-name.ts';
import { environment } from './environment.ts';
import { ExitCode } from './exit-code.ts';
import { fileOf, readHosted } from './hosted.ts';
import { actOnMachines, type MachineAct } from './machine-socket.ts';

export interface MachineOptions extends MachineAct {
  /** Of the cluster. */
  readonly name: string;
}

const inWords: Readonly<Record<MachineAct['act'], string>> = {
  stop: 'is stopped',
  start: 'is started',
  remove: 'is removed; its Node goes when a cloud controller manager notices, or you delete it',
  add: 'is added',
  'cut-off': 'is cut off',
  reconnect: 'is reconnected',
};

/** Acts on a machine, or a zone, of a cluster that `up` has started. Standard output is the name of a machine that was added. */
export async function machine({ name, ...wanted }: MachineOptions): Promise<number> {
  checkName(name);
  const { state } = environment();
  if (!readHosted(state, name)) throw new BadInputError(`no cluster named ${name} is up; plimsoll up starts one`);
  if (wanted.act !== 'add' && wanted.what === undefined) {
    const kind = wanted.act === 'cut-off' || wanted.act === 'reconnect' ? 'zone' : 'machine';
    throw new BadInputError(`expected the name of a ${kind} after ${wanted.act}; there was none`);
  }
  const added = await actOnMachines(socketOf(state, name), wanted).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ECONNREFUSED') throw new BadInputError(cause.message);
    throw new BadInputError(`${name} has no machines that could be acted on`, { cause });
  });
  console.error(`plimsoll: ${added ?? wanted.what} ${inWords[wanted.act]}`);
  if (added) console.log(added);
  return ExitCode.conformant;
}

function socketOf(state: string, name: string): string {
  const socket = fileOf(state, name, 'sock');
  if (Buffer.byteLength(socket) <= longestSocketPath) return socket;
  throw new BadInputError(
    `${socket} is too long for a socket (${longestSocketPath} bytes): choose a shorter XDG_STATE_HOME`,
  );
}
