import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import { shardFrom, shardOf, workOf } from './shard.ts';

const suites = { a: 25, b: 14, c: 10, d: 16 };
const scenarios = Object.entries(suites).flatMap(([suite, count]) =>
  Array.from({ length: count }, (_, place) => ({ id: `${suite}/${place}`, suite, exclusive: place % 7 === 0 })),
);
type Sharded = (typeof scenarios)[number];
const ofSuite = ({ suite }: Sharded) => suite;
const shards = (of: number, clusterFor = ofSuite) =>
  Array.from({ length: of }, (_, before) => shardOf(scenarios, { index: before + 1, of }, clusterFor));
const work = (shard: readonly Sharded[]) => shard.reduce((total, each) => total + workOf(each), 0);

describe('shardOf', function () {
  this.timeout(20_000); // on a machine that may be busy

  for (const count of [1, 2, 3, 4, 5, 7, 65])
    it(`puts each scenario into exactly one of ${count} shards, none of which is empty, and does so again`, () => {
      const ids = shards(count).map((shard) => shard.map(({ id }) => id));
      expect(ids.flat().toSorted()).to.deep.equal(scenarios.map(({ id }) => id).toSorted());
      expect(ids.every((shard) => shard.length > 0)).to.equal(true);
      expect(shards(count).map((shard) => shard.map(({ id }) => id))).to.deep.equal(ids);
    });

  it('keeps together what shares a cluster where shards are even without that', () => {
    const even = scenarios.filter(({ suite }) => suite === 'b' || suite === 'd');
    const [first] = [1, 2].map((index) => shardOf(even, { index, of: 2 }, ofSuite));
    expect(new Set(first?.map(ofSuite)).size).to.equal(1);
  });

  it('splits the scenarios of a cluster if a shard would otherwise work twice as long as another', () => {
    for (const clusterFor of [ofSuite, () => 'kind'])
      for (const count of [2, 3, 6]) {
        const works = shards(count, clusterFor).map(work);
        expect(Math.max(...works), works.join()).to.be.at.most(2 * Math.min(...works));
      }
  });

  it('takes everything where there are no shards', () =>
    expect(shardOf(scenarios, undefined, ofSuite)).to.equal(scenarios));

  it('refuses more shards than there are scenarios', () => {
    const refusal = () => shardOf(scenarios.slice(0, 3), { index: 1, of: 4 }, ofSuite);
    expect(refusal).to.throw(BadInputError, '--shard 1/4: a shard would be empty: only 3 selected');
  });
});

describe('shardFrom', () => {
  it('reads the index and the number', () => expect(shardFrom('2/3')).to.deep.equal({ index: 2, of: 3 }));
  for (const text of ['0/3', '4/3', '1', '1/0', '-1/3', '1/3/5', 'a/b', ''])
    it(`refuses ${JSON.stringify(text)}`, () => expect(() => shardFrom(text)).to.throw('Expected the index'));
});
