function (marks, pattern) {
  // Asked of the page again and again, in the JavaScript of 2011 that Splash's WebKit understands: is it loaded, how large is it, does it hold
  // what is wanted, and how many articles does it link? marks, pattern: page.py.
  var d = document, body = d.body, found = false, links = 0, i, j, re;
  function hit(path, least) {
    try {
      var r = d.evaluate(path, d, null, 7, null), k, n;
      for (k = 0; k < r.snapshotLength; k++) {
        n = r.snapshotItem(k);
        if (n.nodeType !== 1 || /^(META|LINK|SCRIPT|IMG|INPUT)$/i.test(n.tagName)) return true;
        if ((n.textContent || '').replace(/\s+/g, '').length >= least) return true;
      }
    } catch (e) {}
    return false;
  }
  if (!body) return [false, 0, false, 0];
  for (i = 0; i < marks.length && !found; i++) {
    if (marks[i][0] && !hit(marks[i][0], 1)) continue;
    found = marks[i][1].length === 0;
    for (j = 0; j < marks[i][1].length && !found; j++) found = hit(marks[i][1][j], 10);
  }
  if (pattern) {
    try { re = new RegExp(pattern); } catch (e) { re = null; }
    for (i = 0; re && i < d.links.length; i++) if (re.test(d.links[i].pathname + d.links[i].search)) links++;
    found = links > 0;
  } else if (!marks.length) {
    found = (body.innerText || '').length >= 250;
  }
  return [d.readyState === 'complete', body.innerHTML.length, found, links];
}
