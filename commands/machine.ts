import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { longestSocketPath, type Machines } from '../harness/cluster.ts';
import { BadInputError } from '../harness/errors.ts';
import { checkName } from './cluster-options.ts';
import { environment } from './environment.ts';
import { fileOf, readHosted } from './hosted.ts';
import { ExitCode } from './process.ts';

const inWords: Readonly<Record<MachineAct['act'], string>> = {
  stop: 'is stopped',
  start: 'is started',
  remove: 'is removed; its Node goes when a cloud controller manager notices, or you delete it',
  add: 'is added',
  'cut-off': 'is cut off',
  reconnect: 'is reconnected',
};

/** Acts on a machine or zone of the cluster `name`. Standard output is the name of an added machine. */
export async function machine({ name, ...wanted }: MachineAct & { readonly name: string }): Promise<number> {
  checkName(name);
  const { state } = environment();
  if (!readHosted(state, name)) throw new BadInputError(`no cluster named ${name} is up; plimsoll up starts one`);
  if (wanted.act !== 'add' && wanted.what === undefined) {
    const kind = wanted.act === 'cut-off' || wanted.act === 'reconnect' ? 'zone' : 'machine';
    throw new BadInputError(`expected the name of a ${kind} after ${wanted.act}, found none`);
  }
  const socket = fileOf(state, name, 'sock');
  if (Buffer.byteLength(socket) > longestSocketPath) {
    const limit = `${longestSocketPath} bytes`;
    throw new BadInputError(`${socket} is too long for a socket (${limit}): choose a shorter XDG_STATE_HOME`);
  }
  const added = await actOnMachines(socket, wanted).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' && cause.code !== 'ECONNREFUSED') throw new BadInputError(cause.message);
    throw new BadInputError(`${name} has no machines`, { cause });
  });
  console.error(`plimsoll: ${added ?? wanted.what} ${inWords[wanted.act]}`);
  if (added) console.log(added);
  return ExitCode.conformant;
}

/** What `plimsoll machine` asks of the process that hosts the cluster; `what` is a machine, or a zone. */
export interface MachineAct {
  readonly act: 'stop' | 'start' | 'remove' | 'add' | 'cut-off' | 'reconnect';
  readonly what?: string;
  /** The zone of a machine to add. */
  readonly zone?: string;
}

/** `name`: of the machine that was added. */
type Answer = { readonly name?: string; readonly error?: string };

/** Listens on a unix socket for acts on a cluster's machines until disposed; the file's mode is the access control. */
export async function serveMachines(machines: Machines, socket: string): Promise<AsyncDisposable> {
  const server = createServer(async (asked, response) => {
    const answer = await answered(machines, asked).catch((error: Error): Answer => ({ error: error.message }));
    response.writeHead(answer.error === undefined ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });
  // A killed process has left its socket.
  rmSync(socket, { force: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(socket, resolve);
  await promise;
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function answered(machines: Machines, asked: IncomingMessage): Promise<Answer> {
  const { act, what = '', zone } = JSON.parse(await text(asked)) as MachineAct;
  if (act === 'add') return { name: await machines.add({ ...(zone && { zone }), ...(what && { name: what }) }) };
  if (act === 'cut-off') await machines.cutOff(what);
  else if (act === 'reconnect') await machines.reconnect(what);
  else await machines[act](what);
  return {};
}

/** Resolves with the name of an added machine; rejects with the host's error. */
export async function actOnMachines(socket: string, act: MachineAct): Promise<string | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request({ socketPath: socket, method: 'POST', path: '/' }, resolve).once('error', reject).end(JSON.stringify(act));
  const { name, error } = JSON.parse(await text(await promise)) as Answer;
  if (error !== undefined) throw new Error(error);
  return name;
}
