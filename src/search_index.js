// What the program of search asks of Pagefind, whose files stand beside the pages.
let ready;
let tries = 0;

const load = async () => {
  // What could not be had once a browser gets by another name only.
  tries += 1;
  const pagefind = await import(`./pagefind/pagefind.js${tries > 1 ? `?again=${tries}` : ""}`);
  // A page of many words is as good as a short one, and one whose title fits is better.
  await pagefind.options({ excerptLength: 24, excerptEllipsis: "…", ranking: { pageLength: 0.1, metaWeights: { title: 8 } } });
  await pagefind.init();
  // With these it counts how many there are of each.
  await pagefind.filters();
  return pagefind;
};

export const ask = async (query, kind, limit) => {
  ready ??= load();
  try {
    const pagefind = await ready;
    const found = await pagefind.search(query, kind ? { filters: { kind } } : {});
    const hits = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
    return { total: found.results.length, counts: found.totalFilters.kind ?? {}, hits };
  } catch (error) {
    ready = undefined;
    throw error;
  }
};
