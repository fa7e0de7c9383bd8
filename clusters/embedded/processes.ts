import { join } from 'node:path';
import type { Binaries, ControlPlaneBinary } from '../control-plane/binaries/binaries.ts';
import { type Component, startComponent } from '../control-plane/processes/component.ts';
import { ComponentFailure } from '../control-plane/processes/failure.ts';
import { asArguments, type Flags } from '../control-plane/processes/flags.ts';
import type { StateDirectory } from '../control-plane/state/state-directory.ts';

export type ControlPlane = ReturnType<typeof openControlPlane>;

/** Starts components in the state directory and watches them; disposing kills them all. */
export function openControlPlane({ paths }: Binaries, { path: directory, mark }: StateDirectory) {
  const logs = join(directory, 'logs');
  const components: Component[] = [];
  const failure = new AbortController();
  let stopping = false;

  return {
    /** Where each component's log is, as `<component>.log`. */
    logs,
    /** Aborted with a ComponentFailure when a component ends that should not. */
    broken: failure.signal,
    launch(name: ControlPlaneBinary, flags: Flags, environment: Readonly<Record<string, string>> = {}): Component {
      const command = { name, program: paths[name], args: asArguments(flags), log: join(logs, `${name}.log`) };
      const component = startComponent({ ...command, directory, environment: { ...environment, ...mark } });
      components.push(component);
      void component.ended.then((how) => {
        if (!stopping) failure.abort(new ComponentFailure(component, how));
      });
      return component;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      stopping = true;
      await Promise.all(components.map((component) => component[Symbol.asyncDispose]()));
    },
  };
}
