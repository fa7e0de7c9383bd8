import { protocol, type Service } from '../../simulator/csi/grpc.ts';

interface Registration {
  readonly driver: string;
  /** Path of the driver's socket in the node. */
  readonly endpoint: string;
  /** Told why the kubelet does not take the driver; it tries again. */
  readonly problem: (message: string) => void;
}

/** How a driver introduces itself to a kubelet: what node-driver-registrar does, https://github.com/kubernetes-csi/node-driver-registrar */
export function registrationService({ driver, endpoint, problem }: Registration): Service {
  return {
    definition: protocol().registration,
    handlers: {
      getInfo: () => ({ type: 'CSIPlugin', name: driver, endpoint, supportedVersions: ['1.0.0'] }),
      notifyRegistrationStatus({ pluginRegistered, error }: { pluginRegistered: boolean; error: string }) {
        if (!pluginRegistered) problem(`the kubelet does not register ${driver}: ${error}`);
        return {};
      },
    },
  };
}
