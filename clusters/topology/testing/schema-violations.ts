import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { Schema } from '../checked-yaml.ts';

/** Every way in which YAML breaks a schema, as an editor shows it: `/machines/0/zone must be string`. */
export function schemaViolations(schema: Schema, yaml: string): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
  const validate = ajv.addVocabulary(['x-among']).compile(schema);
  validate(parse(yaml));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}
