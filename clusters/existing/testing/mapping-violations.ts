import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import schema from '../../../docs/mapping.schema.json' with { type: 'json' };

const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

/** What the published schema has against a mapping, as an editor would say. */
export function violations(yaml: string): readonly string[] {
  validate(parse(yaml));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
