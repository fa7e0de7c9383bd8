import { expect } from 'chai';
import { fileName, smallEnough } from './junit.ts';

/** From TestGrid's util/gcs/read.go. */
const readByTestGrid = /.+\/(junit((_[^_]+)?(_\d+-\d+)?(_\d+)?|.+)?\.xml|test.xml)$/;
const startedAt = '2026-03-04T05:06:07.123Z';

describe('fileName', () => {
  it('holds the suite and the minute at which the run began', () => {
    expect(fileName('multi-az', startedAt)).to.equal('junit_multi-az_20260304-0506_01.xml');
  });

  it('is named after the project when there are several suites', () => {
    expect(fileName(undefined, startedAt)).to.equal('junit_plimsoll_20260304-0506_01.xml');
  });

  it('differs between the shards of a run', () => {
    expect(fileName('multi-az', startedAt, 3)).to.equal('junit_multi-az_20260304-0506_03.xml');
    expect(fileName('multi-az', startedAt, 12)).to.equal('junit_multi-az_20260304-0506_12.xml');
  });

  it('is understood by TestGrid, whatever the suite is called', () => {
    for (const suite of ['multi-az', 'a_b', 'a/../b', 'ä ö']) {
      const [, , , context, time, thread] = readByTestGrid.exec(`artifacts/${fileName(suite, startedAt)}`) ?? [];
      expect([context, time, thread]).to.deep.equal([`_${suite.replace(/[^a-z-.]+/g, '-')}`, '_20260304-0506', '_01']);
    }
  });
});

describe('smallEnough', () => {
  const cases = (number: number) => {
    const asked: number[] = [];
    const text = smallEnough((longestText) => {
      asked.push(longestText);
      return 'é'.repeat((number * longestText) / 2);
    }, 1_000_000);
    return { asked, bytes: Buffer.byteLength(text) };
  };

  it('cuts texts no more than it must', () => {
    expect(cases(10)).to.deep.equal({ asked: [100_000], bytes: 1_000_000 });
    expect(cases(11)).to.deep.equal({ asked: [100_000, 5_000], bytes: 55_000 });
    expect(cases(201)).to.deep.equal({ asked: [100_000, 5_000, 500], bytes: 100_500 });
  });

  it('gives a file that is too large rather than none', () => {
    expect(cases(10_000).bytes).to.equal(5_000_000);
  });
});
