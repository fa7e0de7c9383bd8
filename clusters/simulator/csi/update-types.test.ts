import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { generated, generateProtocols, generateTypes, publishedProtocols } from './update-types.ts';

const contentOf = (file: string) => readFileSync(join(generated, file), 'utf8');
const advice = 'run `npm run update:csi-types`';

describe('generated', () => {
  it('has the published protocols of CSI and of plugin registration', function () {
    this.timeout(120_000); // may download them
    for (const [file, published] of Object.entries(publishedProtocols())) {
      expect(contentOf(file) === published, `${file} differs from the published one: ${advice}`).to.equal(true);
    }
  });

  it('has the types that follow from csi.proto', function () {
    this.timeout(20_000);
    expect(contentOf('csi.ts') === generateTypes(), `csi.ts differs from csi.proto: ${advice}`).to.equal(true);
  });

  it('has the definitions that follow from both protocols', () => {
    const isCurrent = contentOf('protocols.json') === generateProtocols();
    expect(isCurrent, `protocols.json differs from the protocols: ${advice}`).to.equal(true);
  });
});
