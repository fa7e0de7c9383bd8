import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPackageDefinition, Server, ServerCredentials, type ServiceClientConstructor } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const proto = loadSync(fileURLToPath(new URL('small-driver.proto', import.meta.url)));
const { Identity, Controller } = (
  loadPackageDefinition(proto) as unknown as {
    csi: { v1: Record<'Identity' | 'Controller', ServiceClientConstructor> };
  }
).csi.v1;

interface Asked {
  readonly name: string;
  readonly volumeId: string;
  readonly capacityRange: { readonly requiredBytes: number };
}

/** A driver whose every volume is there at once; `calls` are the names of the methods that changed something. */
export async function smallDriver(name: string, socket: string): Promise<Disposable & { readonly calls: string[] }> {
  const calls: string[] = [];
  const answer = (reply: object) => (_: unknown, done: (error: null, reply: object) => void) => done(null, reply);
  const change = (method: string, reply: (asked: Asked) => object) => ({
    [method]: ({ request }: { request: Asked }, done: (error: null, reply: object) => void) => {
      calls.push(method);
      done(null, reply(request));
    },
  });
  const server = new Server();
  server.addService(Identity.service, {
    GetPluginInfo: answer({ name, vendorVersion: '1.0.0' }),
    GetPluginCapabilities: answer({ capabilities: [{ service: { type: 1 } }, { volumeExpansion: { type: 1 } }] }),
    Probe: answer({}),
  });
  server.addService(Controller.service, {
    // CREATE_DELETE_VOLUME, PUBLISH_UNPUBLISH_VOLUME, EXPAND_VOLUME
    ControllerGetCapabilities: answer({ capabilities: [1, 2, 9].map((type) => ({ rpc: { type } })) }),
    ...change('CreateVolume', ({ name: id, capacityRange }) => ({
      volume: { volumeId: `vol-${id}`, capacityBytes: capacityRange.requiredBytes },
    })),
    ...change('DeleteVolume', () => ({})),
    ...change('ControllerPublishVolume', () => ({ publishContext: { devicePath: '/dev/xvdaa' } })),
    ...change('ControllerUnpublishVolume', () => ({})),
    ...change('ControllerExpandVolume', ({ capacityRange }) => ({ capacityBytes: capacityRange.requiredBytes })),
  });
  await new Promise<void>((resolve, reject) =>
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  return { calls, [Symbol.dispose]: () => server.forceShutdown() };
}

/** A class of the name `test` that binds at once, deletes, and lets its volumes grow. */
export function storageClass(provisioner: string) {
  return { metadata: { name: 'test' }, provisioner, allowVolumeExpansion: true };
}

export function volumeClaim(name: string) {
  const resources = { requests: { storage: '10Gi' } };
  return { metadata: { name }, spec: { storageClassName: 'test', accessModes: ['ReadWriteOnce'], resources } };
}

/** The process of a sidecar that uses this kubeconfig; undefined while there is none. */
export function sidecarProcess(sidecar: string, kubeconfig: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    const [program = '', ...args] = wordsOf(pid, 'cmdline');
    return program.endsWith(`/${sidecar}`) && args.includes(`--kubeconfig=${kubeconfig}`);
  });
  return found === undefined ? undefined : Number(found);
}

/** What /proc has of a process in words that end with NUL: its `cmdline`, its `environ`. */
export function wordsOf(pid: number | string, file: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // the process has ended meanwhile
  }
}
