const http = require('node:http');

const port = 80;

const server = http.createServer((request, response) => {
  if (request.url !== '/') {
    response.writeHead(404).end('Nothing is here.\n');
    return;
  }
  response.end('The frontend says hello.\n');
});

server.listen(port, () => console.log(`The frontend listens on port ${port}`));
