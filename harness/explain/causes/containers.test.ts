import { node } from '../testing/cluster-of.ts';
import { itConcludes } from '../testing/it-concludes.ts';

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });
const waiting = (reason: string, message = '', more: object = {}) => ({
  phase: 'Running',
  containerStatuses: [
    {
      name: 'main',
      image: 'nginx:0',
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { waiting: { reason, message } },
      ...more,
    },
  ],
});

describe('explain, of waitingContainer', () =>
  itConcludes([
    [
      'an image',
      { ...on(), status: waiting('ImagePullBackOff', 'Back-off pulling image "nginx:0"') },
      { Node: [node('worker1')] },
      'image',
      'the image nginx:0 of container main cannot be pulled (ImagePullBackOff): Back-off pulling image "nginx:0"',
    ],
    [
      'a container that cannot be made',
      { ...on(), status: waiting('CreateContainerConfigError', 'secret "s" not found') },
      { Node: [node('worker1')] },
      'container-config',
      'container main cannot be made (CreateContainerConfigError): secret "s" not found',
    ],
    [
      'a crash loop',
      {
        ...on(),
        status: waiting('CrashLoopBackOff', 'back-off', {
          restartCount: 3,
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        }),
      },
      { Node: [node('worker1')] },
      'crash-loop',
      'container main ends again and again, 3 restarts so far, last with 137 (OOMKilled)',
    ],
    [
      'the moment between an end and its back-off',
      {
        ...on(),
        status: waiting('', '', {
          state: { terminated: { exitCode: 1, reason: 'Error' } },
          restartCount: 2,
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        }),
      },
      { Node: [node('worker1')] },
      'crash-loop',
      'container main ends again and again, 2 restarts so far, last with 1 (Error)',
    ],
  ]));
