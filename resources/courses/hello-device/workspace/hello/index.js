const http = require('node:http');

const greeting = 'Hello';

http
  .createServer((request, response) => {
    response.end(`${greeting}, device!\n`);
  })
  .listen(80, () => console.log('The page is at port 80'));
