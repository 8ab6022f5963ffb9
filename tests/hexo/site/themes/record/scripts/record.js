'use strict';
// What Hexo knows of posts, pages and lists, as JSON: comparing scrapes no theme.

const Category = hexo.model('Category');

function path(category) {
  const above = category.parent ? path(Category.findById(category.parent)) : [];
  return [...above, category.name];
}

const instant = moment => (moment ? moment.toISOString() : '');

const record = item => ({
  source: item.source,
  path: item.path,
  title: item.title || '',
  published: instant(item.date),
  updated: instant(item.updated),
  categories: item.layout === 'page' || !item.categories ? [] : item.categories.map(path),
  tags: item.tags && item.tags.map && !Array.isArray(item.tags) ? item.tags.map(tag => tag.name) : [],
  excerpt: item.excerpt || '',
  content: item.content
});

// The layout of every list: sources in order.
hexo.extend.helper.register('posts_of', page => JSON.stringify({
  posts: page.posts ? page.posts.map(post => post.source) : []
}));

hexo.extend.generator.register('record', locals => ({
  path: 'record.json',
  data: JSON.stringify([...locals.posts.map(record), ...locals.pages.map(record)])
}));

// The address of every post under each pattern in PATTERNS, without a build for each of them.
hexo.extend.generator.register('permalinks', locals => {
  const configured = hexo.config.permalink;
  const found = {};
  for (const pattern of JSON.parse(process.env.PATTERNS)) {
    hexo.config.permalink = pattern;
    found[pattern] = Object.fromEntries(
      locals.posts.map(post => [post.source, hexo.execFilterSync('post_permalink', post, { context: hexo })])
    );
  }
  hexo.config.permalink = configured;
  return { path: 'permalinks.json', data: JSON.stringify(found) };
});
