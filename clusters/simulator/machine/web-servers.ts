import { createServer, type RequestListener, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { posix } from 'node:path';
import { parseArgs } from 'node:util';
import type { Behaviour } from './containers.ts';
import type { ShellCommand } from './shell-commands.ts';

/** The page of mcr.microsoft.com/azuredocs/aci-helloworld: https://github.com/Azure-Samples/aci-helloworld */
const helloWorld = `<html>
<head>
  <title>Welcome to Azure Container Instances!</title>
</head>
<body>
  <h1>Welcome to Azure Container Instances!</h1>
</body>
</html>
`;

export const servesHelloWorld: Behaviour = async (start) => {
  start.log('listening on port 80');
  return serve(start, (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(helloWorld));
};

const nginxRoot = '/usr/share/nginx/html';

/** What nginx answers where its image's own page has not been covered by a volume. */
const welcome = '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n</html>\n';

/** Serves the files below nginx's root; a directory without index.html is forbidden, as autoindex is off. */
export const servesNginx: Behaviour = async (start) =>
  serve(start, ({ url = '/' }, response) => {
    const path = pathIn(nginxRoot, url);
    if (!path) return void response.writeHead(400, { server: 'nginx' }).end(errorPage(400));
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const content = start.files.read(file) ?? (pristine(start, file) ? welcome : undefined);
    const status = content !== undefined ? 200 : path.endsWith('/') && start.files.isDirectory(path) ? 403 : 404;
    response.writeHead(status, { 'content-type': 'text/html', server: 'nginx' }).end(content ?? errorPage(status));
  });

/** Serves a directory's files as busybox's httpd does: https://git.busybox.net/busybox/tree/networking/httpd.c?h=1_35_0 */
export const servesFiles = async (start: Parameters<Behaviour>[0], { home, port }: { home: string; port: number }) =>
  serve(
    start,
    ({ url = '/' }, response) => {
      const path = pathIn(home.replace(/\/$/, ''), url);
      if (path && !path.endsWith('/') && start.files.isDirectory(path))
        return void response.writeHead(302, { location: `${url.replace(/[?#].*$/, '')}/` }).end();
      const file = path?.endsWith('/') ? `${path}index.html` : path;
      const content = file && start.files.read(file);
      const status = content !== undefined ? 200 : path ? 404 : 400;
      const title = `${status} ${STATUS_CODES[status]}`;
      const page = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n</BODY></HTML>\n`;
      response.writeHead(status, { 'content-type': 'text/html' }).end(content ?? page);
    },
    port,
  );

/** The file that a URL names; undefined when its escapes are no UTF-8. */
function pathIn(root: string, url: string): string | undefined {
  try {
    return root + posix.normalize(decodeURIComponent(url.replace(/[?#].*$/, '')));
  } catch {
    return undefined;
  }
}

function pristine({ files }: Parameters<Behaviour>[0], file: string): boolean {
  return file === `${nginxRoot}/index.html` && !files.isMountPoint(nginxRoot);
}

function errorPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status]}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

/** Listens on a port of the pod until it is stopped, and ends with 0 as web servers do. */
async function serve(
  { listen, signal }: Parameters<Behaviour>[0],
  answer: RequestListener,
  port = 80,
): Promise<number> {
  // A server that never listened itself does not know the connections that it was handed.
  const connections = new Set<Socket>();
  const server = createServer(answer).on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  using _port = listen(port, server);
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  for (const socket of connections) socket.destroy();
  return 0;
}

/** busybox's web server. Without `-f` it goes into the background, and the container is over. */
export const httpd: ShellCommand = ({ args, start, err }) => {
  const { f: foreground, h: asked = '/', p: port = '80' } = optionsIn(args);
  const home = posix.resolve('/', asked);
  if (!start.files.isDirectory(home)) {
    err(`httpd: can't change directory to '${asked}': No such file or directory`);
    return 1;
  }
  return foreground ? servesFiles(start, { home, port: Number(port.split(':').at(-1)) }) : 0;
};

function optionsIn(args: readonly string[]) {
  const options = {
    f: { type: 'boolean', short: 'f' },
    v: { type: 'boolean', short: 'v' },
    h: { type: 'string', short: 'h' },
    p: { type: 'string', short: 'p' },
  } as const;
  return parseArgs({ args: [...args], options, strict: false as true, allowPositionals: true }).values;
}
