import { createServer, type RequestListener, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { posix } from 'node:path';
import { parseArgs } from 'node:util';
import { type Behaviour, type ContainerProcess, runsUntilStopped } from './container-process.ts';

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

/** nginx's own page, where no volume covers it. */
const welcome = '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n</html>\n';

/** Serves the files below nginx's root; a directory without index.html is forbidden, as autoindex is off. */
export const servesNginx: Behaviour = async (process) =>
  serve(process, ({ url = '/' }, response) => {
    const { files } = process;
    const path = pathIn(nginxRoot, url);
    if (!path) return void response.writeHead(400, { server: 'nginx' }).end(errorPage(400));
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const isOwnPage = file === `${nginxRoot}/index.html` && !files.isMountPoint(nginxRoot);
    const content = files.read(file) ?? (isOwnPage ? welcome : undefined);
    const status = content !== undefined ? 200 : path.endsWith('/') && files.isDirectory(path) ? 403 : 404;
    response.writeHead(status, { 'content-type': 'text/html', server: 'nginx' }).end(content ?? errorPage(status));
  });

const httpdOptions = {
  f: { type: 'boolean', short: 'f' },
  h: { type: 'string', short: 'h' },
  p: { type: 'string', short: 'p' },
} as const;

/**
 * busybox's httpd: https://git.busybox.net/busybox/tree/networking/httpd.c?h=1_35_0. Without `-f` it goes into the
 * background, and the container ends.
 */
export async function serveDirectory(
  args: readonly string[],
  process: ContainerProcess,
  err: (line: string) => void,
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: httpdOptions, strict: false as true });
  const { f: isForeground, h: directory = '/', p: port = '80' } = values;
  const { files } = process;
  const home = posix.resolve('/', directory);
  if (!files.isDirectory(home)) {
    err(`httpd: can't change directory to '${directory}': No such file or directory`);
    return 1;
  }
  if (!isForeground) return 0;
  const answer: RequestListener = ({ url = '/' }, response) => {
    const path = pathIn(home.replace(/\/$/, ''), url);
    if (path && !path.endsWith('/') && files.isDirectory(path))
      return void response.writeHead(302, { location: `${url.replace(/[?#].*$/, '')}/` }).end();
    const file = path?.endsWith('/') ? `${path}index.html` : path;
    const content = file && files.read(file);
    const status = content !== undefined ? 200 : path ? 404 : 400;
    const title = `${status} ${STATUS_CODES[status]}`;
    const page = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n</BODY></HTML>\n`;
    response.writeHead(status, { 'content-type': 'text/html' }).end(content ?? page);
  };
  return serve(process, answer, Number(port.split(':').at(-1)));
}

/** The file that a URL names; undefined when its escapes are not UTF-8. */
function pathIn(root: string, url: string): string | undefined {
  try {
    return root + posix.normalize(decodeURIComponent(url.replace(/[?#].*$/, '')));
  } catch {
    return undefined;
  }
}

function errorPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status]}`;
  const body = `<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n${body}\r\n</body>\r\n</html>\r\n`;
}

/** Listens on a port of the pod until it is stopped, and ends with 0. */
async function serve(process: ContainerProcess, answer: RequestListener, port = 80): Promise<number> {
  // A server that never listened does not know the connections that it was handed.
  const connections = new Set<Socket>();
  const server = createServer(answer).on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  using _port = process.listen(port, server);
  await runsUntilStopped(process);
  for (const socket of connections) socket.destroy();
  return 0;
}
