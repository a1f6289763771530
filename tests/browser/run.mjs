// Calls every test that a program exports, one after the other, each with the address of a server that stands here.
// `node run.mjs <what wasm-bindgen has made>`
import http from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const tests = createRequire(import.meta.url)(resolve(process.argv[2]));
let busy = 0, news = 0, givenUp = false, dropped = false;

const json = (response, body, status = 200, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
const stage = (name) => ({
  pk: '00000000-0000-4000-8000-000000000001', name, component: '', verbose_name: '', verbose_name_plural: '', meta_model_name: '',
});
const page = (current, next, names) => ({
  pagination: { next, previous: 0, count: 3, current, total_pages: 2, start_index: 1, end_index: 1 },
  results: names.map(stage),
  autocomplete: {},
});

const routes = {
  'GET /api/v3/stages/all/': (_, response, url) =>
    json(response, url.searchParams.get('page') === '2' ? page(2, 0, ['three']) : page(1, 2, ['one', 'two'])),
  'POST /api/v3/stages/dummy/': (body, response) => json(response, stage(JSON.parse(body).name), 201),
  'GET /api/v3/stages/dummy/00000000-0000-4000-8000-000000000403/': (_, response) => json(response, { detail: 'not for you' }, 403),
  'GET /here': (_, response) => json(response, 'here'),
  'GET /moved': (_, response) => response.writeHead(307, { location: '/here' }).end(),
  'GET /away': (_, response) => response.writeHead(307, { location: `http://localhost:${server.address().port}/here` }).end(),
  'GET /silent': (_, response, url) => response.on('close', () => { givenUp ||= url.searchParams.has('given_up'); }),
  'GET /given_up': (_, response) => json(response, givenUp),
  'GET /half': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
  'GET /busy': (_, response) => {
    busy += 1;
    busy < 3 ? json(response, {}, 503, { 'retry-after': busy === 1 ? '1' : '0' }) : json(response, busy);
  },
  'POST /order': (_, response, __, request) => json(response, request.headers['idempotency-key'] ?? ''),
  'POST /upload': (body, response) => json(response, body),
  'GET /packed': (_, response) => {
    const packed = gzipSync(Buffer.alloc(100_000));
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length }).end(packed);
  },
  'GET /big': (_, response) => {
    response.on('close', () => { dropped ||= !response.writableEnded; });
    response.writeHead(200).write(Buffer.alloc(200_000));
    setTimeout(() => response.end(Buffer.alloc(200_000)), 100);
  },
  'GET /dropped': (_, response) => json(response, dropped),
  // The first part breaks off after an id, the second ends the stream.
  'GET /news': (_, response, __, request) => {
    news += 1;
    const last = Number(request.headers['last-event-id'] ?? 0);
    const event = (number) => `id: ${number}\ndata: ${number}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`retry: 50\n${event(last + 1)}`);
    setTimeout(() => response.end(event(last + 2) + (news > 1 ? 'data: [DONE]\n\n' : '')), 300);
  },
};

const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  const url = new URL(request.url, 'http://127.0.0.1');
  const route = routes[`${request.method} ${url.pathname}`];
  route ? route(body, response, url, request) : json(response, {}, 404);
});

// A panic ends the program of the test and answers nobody.
const patience = setTimeout(() => { console.error('a test does not end'); process.exit(1); }, 60_000);
process.on('uncaughtException', (error) => { console.error(error); process.exit(1); });

await new Promise((ready) => { server.listen(0, ready); });
// Libraries export classes, and the program its start.
for (const [name, test] of Object.entries(tests).filter(([name]) => /^[a-z]+_/.test(name))) {
  console.log(`test ${name}`);
  await test(`http://127.0.0.1:${server.address().port}`);
}
server.closeAllConnections();
server.close();
clearTimeout(patience);
