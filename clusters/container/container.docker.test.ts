import { environment } from '../../commands/environment.ts';
import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import { realPrograms } from '../embedded/testing/real-programs.ts';
import { describeProvider } from '../provider.contract.ts';
import { container } from './provider.ts';

const real = realPrograms(environment());

describeProvider(container(real), {
  cuttable: cuttableProxy,
  failing: {
    // The scheduler knows no flag of etcd.
    provider: container({
      ...real,
      async findBinaries(wanted) {
        const binaries = await real.findBinaries(wanted);
        return { ...binaries, paths: { ...binaries.paths, etcd: binaries.paths['kube-scheduler'] } };
      },
    }),
    says: /^the container cluster did not start: etcd ended with exit code 1: Error: unknown flag: --name; its log is \/.*\/etcd\.log$/,
  },
});
