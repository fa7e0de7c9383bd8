import { expect } from 'chai';
import { beginning } from './closing.ts';

const cluster = { name: 'kind', kubernetes: '1.37.2', components: [], pace: 1 };
const look = { columns: 100, colours: false };

describe('beginning', () => {
  it('reports which images are used instead of those that manifests name', () => {
    const images = { 'busybox:1.35.0': 'mirror.example/busybox:1.35.0' };
    expect(beginning({ ...cluster, images }, 1, look)).to.include(
      'nothing is simulated; image busybox:1.35.0 from mirror.example/busybox:1.35.0',
    );
  });

  it('does not mention images without a replacement', () => {
    expect(beginning(cluster, 1, look)).to.include('nothing is simulated');
  });
});
