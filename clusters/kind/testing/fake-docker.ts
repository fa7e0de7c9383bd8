import { type Docker, DockerError } from '../docker.ts';

/** What a command of docker answers: its output, or a complaint with which it ends. */
export type Answer = string | { readonly code: number; readonly complaint: string };

/** A docker that answers by the beginning of the command; any other command ends with exit code 1. */
export function fakeDocker(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = [];
  const docker: Docker = {
    async run(args) {
      const command = args.join(' ');
      asked.push(command);
      const [, answer = { code: 1, complaint: `unexpected: ${command}` }] =
        Object.entries(answers).find(([beginning]) => command.startsWith(beginning)) ?? [];
      if (typeof answer === 'string') return answer;
      throw new DockerError(args, answer.code, answer.complaint);
    },
    spawn: () => {
      throw new Error('nothing is started here');
    },
  };
  return { docker, asked };
}
