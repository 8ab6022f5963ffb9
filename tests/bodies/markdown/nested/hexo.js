// Renders the documents of a JSON list on the standard input as Hexo does, and writes the list of what it made.
const Hexo = require('hexo');

async function main() {
  const hexo = new Hexo(process.argv[2], { silent: true });
  await hexo.init();
  const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const made = [];
  for (const text of texts) made.push(await hexo.render.render({ text, engine: 'md' }));
  process.stdout.write(JSON.stringify(made));
}

main();
