import { expect } from 'chai';
import { lineThatMatters } from './failure.ts';

describe('lineThatMatters', () => {
  const cases: Readonly<Record<string, readonly [log: readonly string[], line: string | undefined]>> = {
    'finds what a command failed with, though lines follow it': [
      [
        'I1122 21:04:19.215030   22805 server.go:151] Version: v1.37.2',
        'E1122 21:04:19.177231   23227 run.go:72] ' +
          '"command failed" err="listen tcp 127.0.0.1:6443: bind: address already in use"',
        'I1122 21:04:20.215030   22805 server.go:151] shutting down',
      ],
      '"command failed" err="listen tcp 127.0.0.1:6443: bind: address already in use"',
    ],
    'takes the last error where nothing is fatal': [
      ['E1122 21:04:19.1   1 a.go:1] first', 'E1122 21:04:19.2   1 a.go:1] second', 'I1122 21:04:19.3   1 a.go:1] bye'],
      'second',
    ],
    'reads the JSON of etcd': [
      [
        '{"level":"warn","msg":"slow"}',
        '{"level":"fatal","caller":"etcdmain/etcd.go:204",' +
          '"msg":"discovery failed","error":"listen tcp: bind: address already in use"}',
      ],
      'discovery failed: listen tcp: bind: address already in use',
    ],
    'prefers a panic to what a Go program prints after it': [
      ['panic: no space left', '', 'goroutine 1 [running]:', 'main.main()'],
      'panic: no space left',
    ],
    'takes what cobra says of a wrong flag': [
      ['Error: unknown flag: --x', 'Usage:', '  kube-apiserver [flags]'],
      'Error: unknown flag: --x',
    ],
    'takes the last line where none looks like an error': [['one', 'two', ''], 'two'],
    'takes broken JSON as it is': [['{"level":"fatal", cut'], '{"level":"fatal", cut'],
    'finds nothing in an empty log': [[''], undefined],
  };
  for (const [title, [log, line]] of Object.entries(cases)) {
    it(title, () => expect(lineThatMatters(log.join('\n'))).to.equal(line));
  }
});
