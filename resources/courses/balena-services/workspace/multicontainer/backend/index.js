const http = require('node:http');

const port = 1234;

const server = http.createServer((request, response) => {
  if (request.url !== '/data') {
    response.writeHead(404).end('There is only /data here.\n');
    return;
  }
  response.end(`${new Date().toISOString()}\n`);
});

server.listen(port, () => console.log(`The backend listens on port ${port}`));
