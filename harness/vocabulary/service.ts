import { loadBalancerTargets } from '../cluster.ts';
import type { EndpointSlice, Service } from '../kubernetes.ts';
import type { ClusterView, Expectation, HttpAnswer, Probe } from './expectation.ts';
import { expectationOf, isWorded, type Matcher, quote, type Wording } from './matcher.ts';
import { type EventExpected, hasEventOn } from './messages.ts';
import { podsOf } from './workloads.ts';

/** Expectations of a Service. */
export function service(name: string) {
  const expecting = (matcher: Matcher<Service>) => expectationOf<Service>('Service', name, matcher);
  return {
    hasExternalAddress: () => expecting(hasAddress(true)),
    hasNoExternalAddress: () => expecting(hasAddress(false)),
    hasFinalizer: (finalizer: string) => expecting(hasFinalizer(finalizer)),
    hasEvent: (event: EventExpected) => expecting(hasEventOn('Service', event)),
    /** Its load balancer sends to those nodes and to no others. Needs the capability load-balancer-targets. */
    targets: (nodes: (view: ClusterView) => readonly string[]) => expecting(targets(nodes)),
    leadsToPodsOf: (deployment: string) => leadsTo(name, deployment),
    /** With 200 and that content, in which `<namespace>` stands for the scenario's. */
    answers: (path: string, content: Wording) => answers({ service: name, port: 80, path }, content),
  };
}

const hasAddress = (wanted: boolean): Matcher<Service> => ({
  description: `has ${wanted ? 'an' : 'no'} external address`,
  look(service) {
    const addresses = addressesOf(service);
    return { met: addresses.length > 0 === wanted, saw: addresses.join(', ') || '<pending>' };
  },
});

function addressesOf({ status }: Service): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

const hasFinalizer = (finalizer: string): Matcher<Service> => ({
  description: `has the finalizer ${finalizer}`,
  look({ metadata }) {
    const finalizers = metadata?.finalizers ?? [];
    return { met: finalizers.includes(finalizer), saw: `finalizers ${finalizers.join(', ') || 'none'}` };
  },
});

const targets = (nodes: (view: ClusterView) => readonly string[]): Matcher<Service> => ({
  description: `is balanced over exactly the ${nodes.name || 'nodes'} of the cluster`,
  look({ metadata }, view) {
    const wanted = nodes(view).toSorted();
    const there = metadata?.annotations?.[loadBalancerTargets]?.split(',').filter(Boolean).toSorted() ?? [];
    const met = wanted.length > 0 && there.join() === wanted.join();
    return {
      met,
      saw: `targets ${there.join(', ') || 'none'}; ${nodes.name || 'nodes'} ${wanted.join(', ') || 'none'}`,
    };
  },
});

/** Its ready endpoints are the IPs of the Deployment's Pods, each once, and nothing else. */
function leadsTo(name: string, deployment: string): Expectation {
  return {
    summary: `Service ${name} leads to the Pods of Deployment ${deployment} and to nothing else`,
    look(view) {
      const slices = view.list<EndpointSlice>('EndpointSlice', { 'kubernetes.io/service-name': name });
      const endpoints = slices
        .flatMap((slice) => slice.endpoints ?? [])
        .filter(({ conditions }) => conditions?.ready !== false)
        .flatMap(({ addresses }) => addresses)
        .sort();
      const { pods = [], wanted = 1 } = podsOf(view, deployment) ?? {};
      const addresses = pods.flatMap(({ status }) => status?.podIP ?? []).sort();
      const met = addresses.length === wanted && endpoints.join() === addresses.join();
      return { met, saw: `endpoints ${endpoints.join(', ') || 'none'}; Pods ${addresses.join(', ') || 'none'}` };
    },
  };
}

/** Over HTTP, through its external address, it answers 200 with that content. */
function answers(probe: Probe, content: Wording): Expectation {
  return {
    summary: `Service ${probe.service} answers GET ${probe.path} with ${quote(content)}`,
    probes: [probe],
    look(view) {
      const answer = view.answer(probe);
      const names = { namespace: view.namespace };
      const body = answer && 'body' in answer && answer.status === 200 ? answer.body : undefined;
      return { met: body !== undefined && isWorded(content, body.trim(), names), saw: answerInWords(answer) };
    },
  };
}

function answerInWords(answer: HttpAnswer | undefined): string {
  if (!answer) return 'no answer yet';
  if ('error' in answer) return answer.error;
  const text = answer.body.replace(/\s+/g, ' ').trim();
  return `${answer.status}: ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`;
}
