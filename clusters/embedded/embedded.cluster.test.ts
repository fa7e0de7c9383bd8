import { cuttableProxy } from '../../harness/api/testing/cuttable-proxy.ts';
import { settingsFrom } from '../control-plane/settings.ts';
import { realPrograms } from '../control-plane/testing/real-programs.ts';
import { describeProvider } from '../provider.contract.ts';
import { embedded } from './provider.ts';
import { fakePrograms } from './testing/fake-programs.ts';

const programs = fakePrograms({ etcd: "#!/bin/sh\necho 'panic: no space left'\nexit 2\n" });
after(() => programs[Symbol.dispose]());

describeProvider(embedded(realPrograms(settingsFrom())), {
  cuttable: cuttableProxy,
  failing: {
    provider: embedded({
      cache: programs.directory,
      logsOfFailures: programs.directory,
      findBinaries: async () => programs.binaries,
    }),
    says: /etcd ended with exit code 2: panic: no space left; its log is \/.*\/etcd\.log$/,
  },
});
