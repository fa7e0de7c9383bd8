import { expect } from 'chai';
import { container, outcome, volume } from '../testing/outcome.ts';

const inaccessible =
  "The image 'mine.azurecr.io/app' in container group 'default-web' is not accessible. Please check the image and registry credential.";

describe('a Pod that Azure refuses', () => {
  it('is told the error of Azure by aks-1.6 in many lines', async () => {
    const { message = '' } = await outcome('aks-1.6', container({ image: 'mine.azurecr.io/app' }));
    expect(message.split('\n')[0]).to.match(/^PUT https:\/\/management\.azure\.com\//);
    expect(message).to.include('ERROR CODE: InaccessibleImage').and.to.include(inaccessible);
  });

  it('is told by Azure that a volume that was dropped is mounted', async () => {
    const spec = {
      ...volume({ secret: { secretName: 'no' } }),
      ...container({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
    };
    const { message } = await outcome('aks-1.4.8', spec);
    expect(message).to.include(`Code="VolumesNotFound" Message="Volumes 'v' in container 'web' are not found."`);
  });

  it('is told by Azure that a limit is above all requests', async () => {
    const { message } = await outcome(
      'aks-1.4.8',
      container({ resources: { requests: { cpu: '500m' }, limits: { cpu: '2' } } }),
    );
    expect(message).to.include(
      `The 'Cpu' limit '2' in container 'web' is greater than the total request '0.5' of container group 'default-web'.`,
    );
  });
});
