import { styleText } from 'node:util';
import { type LoadedScenario, loadScenarios } from '../harness/engine/load-scenarios.ts';
import { titleInWords } from '../reports/words/scenario.ts';
import { environment } from './environment.ts';
import type { RunSelection } from './execute-run.ts';

/** Prints every selected scenario, with its statements and their sources. */
export async function list({
  suite,
  scenario,
  json,
}: Pick<RunSelection, 'suite' | 'scenario'> & { readonly json?: boolean }): Promise<void> {
  const root = new URL('..', import.meta.url).pathname;
  const scenarios = await loadScenarios(root, { suites: suite, scenarios: scenario });
  if (json) return console.log(JSON.stringify(scenarios.map(inData), undefined, 2));
  const colours = environment().colours(process.stdout.isTTY ?? false);
  const paint = (format: 'bold' | 'dim', text: string) => (colours ? styleText(format, text) : text);
  for (const each of scenarios) {
    const wanted = [...each.requires, ...(each.needs ?? [])];
    const needs = wanted.length > 0 ? `, needs ${wanted.join(', ')}` : '';
    console.log(`${paint('bold', each.id)}  ${paint('dim', `${each.level}${needs}`)}`);
    for (const { kind, versions, description, source } of each.documented) {
      const range = versions ? ` (${each.about} ${versions})` : '';
      console.log(`  ${kind}${range}: ${description}`);
      console.log(paint('dim', `    ${titleInWords(source)}: ${source.section}`));
    }
  }
  console.log(`\n${scenarios.length} scenarios`);
}

function inData(scenario: LoadedScenario) {
  const { id, suite, title, level, about, needs = [], requires, exclusive = false, file, line, given } = scenario;
  return {
    ...{ id, suite, title, level, about, needs, requires, exclusive, file, line, manifests: given },
    statements: scenario.documented.map(({ kind, versions, description, source }) => ({
      ...{ kind, versions, description, source },
    })),
  };
}
