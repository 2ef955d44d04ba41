function print() {
  console.log(`It is ${new Date().toISOString()}`);
}

print();
setInterval(print, 10_000);
