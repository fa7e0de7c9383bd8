import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1SelfSubjectReview } from '@kubernetes/client-node';
import { expect } from 'chai';
import { parse } from 'yaml';
import { type ApiClient, ApiError, apiClient } from '../harness/api/client.ts';
import { resources } from '../harness/api/resources.ts';
import { watchAll } from '../harness/api/watch.ts';
import type { Cluster, ClusterProvider, StartOptions } from '../harness/cluster.ts';
import type { Pod } from '../harness/kubernetes.ts';
import { detect, detectable } from './detect.ts';
import { configMap, errorOf, ownNamespace, unschedulablePod } from './testing/contract-objects.ts';

export interface ProviderContract {
  /** Minor to ask for; the provider's newest when absent. */
  readonly kubernetes?: string;
  /** Its clusters were there before, and stay. */
  readonly outlives?: boolean;
  readonly failing: Failing;
  /** Passes connections to the API server on, and cuts them. */
  cuttable(server: string): Promise<AsyncDisposable & { readonly url: string; cut(): void; restore(): void }>;
}

/** What every kind of cluster must do: the same tests for each provider. */
export function describeProvider(provider: ClusterProvider, contract: ProviderContract): void {
  const { kubernetes, outlives = false, failing, cuttable } = contract;
  const options = asked(kubernetes);

  describe(`the cluster of provider ${provider.name}`, () => {
    const undo = new AsyncDisposableStack();
    let cluster: Cluster;
    let api: ApiClient;
    before(async () => {
      cluster = undo.use(await provider.start(options));
      ({ api } = cluster);
    });
    after(() => undo.disposeAsync());

    it('has the name of its provider and the version of its API server', async () => {
      expect(cluster.name).to.equal(provider.name);
      const { gitVersion } = await api.request<{ gitVersion: string }>('GET', '/version');
      expect(gitVersion).to.equal(`v${cluster.kubernetes}`);
      expect(cluster.components).to.deep.include({ name: 'kubernetes', version: cluster.kubernetes, simulated: false });
      if (kubernetes) expect(cluster.kubernetes).to.match(new RegExp(`^${kubernetes}\\.`));
    });

    it('goes with all that is on it, unless it was there before', () =>
      expect(cluster.transient ?? false).to.equal(!outlives));

    it('gives kubectl a kubeconfig that only its owner may read', () => {
      expect(statSync(cluster.kubeconfig).mode & 0o777).to.equal(0o600);
      const { clusters } = parse(readFileSync(cluster.kubeconfig, 'utf8')) as { clusters: { cluster: object }[] };
      expect(clusters[0]?.cluster).to.have.property('server', cluster.connection.server);
    });

    it('creates, shows, changes and deletes objects', async () => {
      const namespace = await ownNamespace(api);
      const reference = { namespace, name: 'data' };
      await api.create(resources.ConfigMap, configMap(reference));
      await api.patch(resources.ConfigMap, reference, { type: 'merge', body: { data: { is: 'changed' } } });
      expect(await api.get(resources.ConfigMap, reference)).to.have.nested.property('data.is', 'changed');
      await api.delete(resources.ConfigMap, reference);
      const gone = await errorOf(api.get(resources.ConfigMap, reference));
      expect(gone).to.be.instanceOf(ApiError).with.property('code', 404);
    });

    it('has admitted pods a ServiceAccount by the time it is ready', async () => {
      const pod = await api.create<Pod>(resources.Pod, unschedulablePod, { namespace: 'default' });
      expect(pod.spec?.serviceAccountName).to.equal('default');
      expect(pod.spec?.volumes?.[0]?.projected?.sources?.[0]).to.have.property('serviceAccountToken');
      await api.delete(resources.Pod, { namespace: 'default', name: pod.metadata?.name ?? '' });
    });

    it('authenticates, and refuses what is not permitted', async () => {
      const { ca, server } = cluster.connection;
      await using stranger = apiClient({ server, ...(ca && { ca }) });
      const refused = await errorOf(stranger.list(resources.Secret));
      expect(refused).to.be.instanceOf(ApiError);
      expect((refused as ApiError).code).to.be.oneOf([401, 403]);
      const review = await api.request<V1SelfSubjectReview>(
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' } },
      );
      expect(review.status?.userInfo?.groups).to.include('system:authenticated');
    });

    it('has the capabilities that its API shows, and claims no other that the API could show', async () => {
      const detected = await detect(api);
      for (const capability of detectable) {
        expect(cluster.capabilities.has(capability), capability).to.equal(detected.capabilities.has(capability));
      }
    });

    it('is still watched after the connection was cut', async () => {
      const namespace = await ownNamespace(api);
      await using proxy = await cuttable(cluster.connection.server);
      await using through = apiClient({ ...cluster.connection, server: proxy.url });
      const { promise: seen, resolve } = Promise.withResolvers<void>();
      using watched = watchAll(
        through,
        resources.ConfigMap,
        ({ object }) => object.metadata?.name === 'meanwhile' && resolve(),
        { namespace },
      );
      await watched.ready;
      proxy.cut();
      await api.create(resources.ConfigMap, configMap({ namespace, name: 'meanwhile' }));
      proxy.restore();
      await seen;
    });

    it('copies the logs of its components', async () => {
      const directory = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
      await cluster.collectLogs(directory);
      const sizes = readdirSync(directory).map((file) => statSync(join(directory, file)).size);
      expect(Math.max(...sizes)).to.be.above(0);
      rmSync(directory, { recursive: true });
    });

    it('goes, or stays, once it is disposed, and can be disposed again', async () => {
      await Promise.all([cluster[Symbol.asyncDispose](), cluster[Symbol.asyncDispose]()]);
      await cluster[Symbol.asyncDispose]();
      await using late = apiClient(cluster.connection);
      expect((await errorOf(late.list(resources.Namespace))) instanceof Error).to.equal(!outlives);
      expect(() => statSync(cluster.kubeconfig)).to.throw('ENOENT');
    });
  });

  describeFailures(provider, failing, options);
}

/** The same kind of provider, set up so that it cannot start, and what its error must then say. */
export interface Failing {
  readonly provider: ClusterProvider;
  readonly says: RegExp;
}

/** What every kind of cluster must do when it does not start, and what can be tested where none can be had. */
export function describeFailures(provider: ClusterProvider, failing: Failing, options: StartOptions = asked()): void {
  describe(`provider ${provider.name}`, () => {
    it('says why it could not start', async () => {
      const error = await errorOf(failing.provider.start(options));
      expect(error).to.be.instanceOf(Error);
      // Whole, which chai would shorten.
      const { message } = error as Error;
      expect(message, message).to.match(failing.says);
    });

    it('gives up with the reason of the signal', async () => {
      const reason = new Error('never mind');
      const abort = new AbortController();
      const started = errorOf(
        provider.start({ ...options, progress: () => abort.abort(reason), signal: abort.signal }),
      );
      expect(await started).to.equal(reason);
    });
  });
}

/** What a start is asked for where nothing special is. */
export function asked(kubernetes?: string): StartOptions {
  return {
    ...(kubernetes && { kubernetes }),
    pace: 1,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}
