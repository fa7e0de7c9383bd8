import { expect } from 'chai';
import { workflowCommand } from './workflow-command.ts';

describe('workflowCommand', () => {
  for (const [command, line] of [
    [workflowCommand('stop-commands', {}, 'token'), '::stop-commands::token'],
    [workflowCommand('token'), '::token::'],
    [workflowCommand('error', { file: 'a.ts', line: '1' }, 'no'), '::error file=a.ts,line=1::no'],
    [workflowCommand('error', { title: 'a: 50%, b' }, 'a: 50%, b'), '::error title=a%3A 50%25%2C b::a: 50%25, b'],
    [workflowCommand('error', { title: 'a\r\nb' }, 'a\r\nb'), '::error title=a%0D%0Ab::a%0D%0Ab'],
    [workflowCommand('error', {}, '%0A'), '::error::%250A'],
  ] as const)
    it(`is ${line}`, () => expect(command).to.equal(line));
});
