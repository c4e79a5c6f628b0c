namespace FeedAggregator.BrowserTests;

/// <summary>
/// Rules of WCAG 2.2 (levels A and AA) that a program can decide, run inside the page: one heading of the first level and no level left out (1.3.1),
/// landmarks, language (3.1.1), names of controls (4.1.2), contrast as painted (1.4.3, 1.4.11), no scrolling sideways (1.4.10), size of targets (2.5.8).
/// </summary>
internal static class PageAudit
{
    public const string Script = """
        () => {
          const found = [];
          const tell = (rule, element) => found.push(rule + ': ' + (element ? element.outerHTML.slice(0, 140) : ''));
          const all = selector => [...document.querySelectorAll(selector)];
          const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
          const wide = document.documentElement;

          if (!wide.lang) tell('no language');
          if (!document.title.trim()) tell('no title');
          if (all('h1').length !== 1) tell('not one h1');
          for (const name of ['main', 'header.site', 'footer.site']) if (all(name).length !== 1) tell('not one ' + name);
          if (all('nav').some(x => !x.getAttribute('aria-label'))) tell('nav without a name');
          if (wide.scrollWidth > innerWidth) tell('scrolls sideways by ' + (wide.scrollWidth - innerWidth),
            all('body *').find(x => x.getBoundingClientRect().right > innerWidth + 1 && !x.closest('.wide')));

          let level = 0;
          for (const heading of all('h1, h2, h3, h4')) {
            const now = +heading.tagName[1];
            if (now > level + 1) tell('heading level left out', heading);
            if (!heading.textContent.trim()) tell('empty heading', heading);
            level = now;
          }
          const ids = all('[id]').map(x => x.id);
          ids.filter((x, i) => ids.indexOf(x) !== i).forEach(x => tell('id twice ' + x));
          for (const name of ['aria-describedby', 'aria-labelledby', 'aria-errormessage'])
            for (const element of all('[' + name + ']'))
              for (const id of element.getAttribute(name).split(/\s+/)) if (!document.getElementById(id)) tell(name + ' leads nowhere', element);
          for (const field of all('input:not([type=hidden]), select, textarea'))
            if (!field.labels?.length && !field.getAttribute('aria-label')) tell('field without a label', field);
          for (const control of all('a[href], button, summary'))
            if (!(control.textContent.trim() || control.getAttribute('aria-label'))) tell('control without a name', control);
          for (const control of all('button, summary, select, input:not([type=hidden]), nav a, a.button').filter(shown)) {
            const box = control.getBoundingClientRect();
            const lone = control.closest('.ticks label')?.getBoundingClientRect() ?? box;
            if (Math.max(box.height, lone.height) < 24 || Math.max(box.width, lone.width) < 24) tell('target below 24 px', control);
          }

          const parse = text => { const n = text.match(/[\d.]+/g).map(Number); return { r: n[0], g: n[1], b: n[2], a: n.length > 3 ? n[3] : 1 }; };
          const channel = x => (x /= 255) <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4;
          const light = c => .2126 * channel(c.r) + .7152 * channel(c.g) + .0722 * channel(c.b);
          const ratio = (a, b) => (Math.max(light(a), light(b)) + .05) / (Math.min(light(a), light(b)) + .05);
          const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
          const ground = element => {
            const layers = [];
            for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
            const paper = matchMedia('(prefers-color-scheme: dark)').matches ? { r: 0, g: 0, b: 0, a: 1 } : { r: 255, g: 255, b: 255, a: 1 };
            return layers.reverse().reduce((under, top) => over(top, under), paper);
          };
          const seen = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || seen.has(element) || element.closest('option, .skip') || !shown(element)) continue;
            seen.add(element);
            const style = getComputedStyle(element), size = parseFloat(style.fontSize);
            const need = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700) ? 3 : 4.5;
            const back = ground(element), got = ratio(over(parse(style.color), back), back);
            if (got < need) tell('contrast ' + got.toFixed(2), element);
          }
          for (const field of all('input:not([type=hidden], [type=checkbox]), select').filter(shown)) {
            const back = ground(field.parentElement);
            if (ratio(parse(getComputedStyle(field).borderTopColor), back) < 3) tell('edge of a field hardly seen', field);
          }
          return found;
        }
        """;
}
