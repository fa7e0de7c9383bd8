import { readdirSync, readFileSync } from 'node:fs';
import { protocol, serve } from '../../simulator/csi/grpc.ts';
import type { ControllerExpandVolumeRequest, CreateVolumeRequest } from '../../simulator/csi/messages.ts';

/** A driver whose volumes exist immediately; `calls` are the names of the methods that changed something. */
export async function smallDriver(
  name: string,
  socket: string,
): Promise<AsyncDisposable & { readonly calls: readonly string[] }> {
  const calls: string[] = [];
  const change = <Request>(method: string, reply: (request: Request) => object) => ({
    [method.replace(/^./, (first) => first.toLowerCase())]: (request: Request) => {
      calls.push(method);
      return reply(request);
    },
  });
  const { identity, controller } = protocol();
  const capabilities = ['CREATE_DELETE_VOLUME', 'PUBLISH_UNPUBLISH_VOLUME', 'EXPAND_VOLUME'];
  const identityHandlers = {
    getPluginInfo: () => ({ name, vendorVersion: '1.0.0' }),
    getPluginCapabilities: () => ({
      capabilities: [{ service: { type: 'CONTROLLER_SERVICE' } }, { volumeExpansion: { type: 'ONLINE' } }],
    }),
    probe: () => ({}),
  };
  const controllerHandlers = {
    controllerGetCapabilities: () => ({ capabilities: capabilities.map((type) => ({ rpc: { type } })) }),
    ...change('CreateVolume', ({ name: id, capacityRange }: CreateVolumeRequest) => ({
      volume: { volumeId: `vol-${id}`, capacityBytes: capacityRange?.requiredBytes },
    })),
    ...change('DeleteVolume', () => ({})),
    ...change('ControllerPublishVolume', () => ({ publishContext: { devicePath: '/dev/xvdaa' } })),
    ...change('ControllerUnpublishVolume', () => ({})),
    ...change('ControllerExpandVolume', ({ capacityRange }: ControllerExpandVolumeRequest) => ({
      capacityBytes: capacityRange?.requiredBytes,
    })),
  };
  const server = await serve(socket, [
    { definition: identity, handlers: identityHandlers },
    { definition: controller, handlers: controllerHandlers },
  ]);
  return { calls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A class `test` that binds immediately, deletes, and lets its volumes grow. */
export function storageClass(provisioner: string) {
  return { metadata: { name: 'test' }, provisioner, allowVolumeExpansion: true };
}

export function volumeClaim(name: string) {
  const resources = { requests: { storage: '10Gi' } };
  return { metadata: { name }, spec: { storageClassName: 'test', accessModes: ['ReadWriteOnce'], resources } };
}

/** The id of the sidecar's process with this kubeconfig; undefined while there is none. */
export function sidecarProcess(sidecar: string, kubeconfig: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    const [program = '', ...args] = wordsOf(pid, 'cmdline');
    return program.endsWith(`/${sidecar}`) && args.includes(`--kubeconfig=${kubeconfig}`);
  });
  return found === undefined ? undefined : Number(found);
}

/** The words of a file of a process in /proc: its `cmdline`, its `environ`. */
export function wordsOf(pid: number | string, file: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return []; // the process has ended meanwhile
  }
}
