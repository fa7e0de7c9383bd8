import { expect } from 'chai';
import type { ApiClient } from '../../../harness/api/client.ts';
import { missingRules } from './missing-rules.ts';
import type { Rule } from './rules.ts';

const rules: readonly Rule[] = [
  { apiGroups: [''], resources: ['pods', 'services', 'pods/log'], verbs: ['get', 'list'] },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
];

/** An API that lets one do what is told by `group/resource[/subresource] verb`, and counts what it was asked. */
function allowing(...allowed: readonly string[]) {
  const asked: string[] = [];
  const request = async (
    _method: string,
    _path: string,
    { body }: { body: { spec: { resourceAttributes: Record<string, string> } } },
  ) => {
    const { group, resource, subresource, verb } = body.spec.resourceAttributes;
    const one = `${group}/${resource}${subresource ? `/${subresource}` : ''} ${verb}`;
    asked.push(one);
    return { status: { allowed: allowed.includes(one) } };
  };
  return { api: { request } as unknown as ApiClient, asked };
}

describe('missingRules', () => {
  it('asks once of who may do all', async () => {
    const { api, asked } = allowing('*/* *');
    expect(await missingRules(api, rules)).to.deep.equal([]);
    expect(asked).to.deep.equal(['*/* *']);
  });

  it('misses nothing where each is allowed', async () => {
    const all = ['/pods get', '/pods list', '/services get', '/services list', '/pods/log get', '/pods/log list'];
    expect(await missingRules(allowing(...all, 'apps/deployments list').api, rules)).to.deep.equal([]);
  });

  it('tells all that is missing, together what lacks the same', async () => {
    const { api } = allowing('/pods get', '/services get');
    expect(await missingRules(api, rules)).to.deep.equal([
      { apiGroups: [''], resources: ['pods', 'services'], verbs: ['list'] },
      { apiGroups: [''], resources: ['pods/log'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['list'] },
    ]);
  });
});
