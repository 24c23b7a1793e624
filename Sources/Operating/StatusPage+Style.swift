// How the page looks: light and dark, narrow and wide. Every colour of text stands out from its ground by 4.5 to 1 at
// least, and every colour of a bar or a border that says something by 3 to 1.
extension StatusPage {
    static let style = """
        :root { --ground: #ffffff; --panel: #f2f5f8; --text: #1b1f24; --quiet: #55606b; --line: #c9d1d9;
          --accepted: #1f6fb8; --refused: #b3261e; --well: #1a6b32; --well-ground: #e1f4e6;
          --ill: #8f1d16; --ill-ground: #fde7e5; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #14181d; --panel: #1e242b; --text: #e8ebee; --quiet: #a8b3bd; --line: #3d4751;
            --accepted: #6cb2f2; --refused: #ff8f85; --well: #9be0ac; --well-ground: #17351f;
            --ill: #ffb4ad; --ill-ground: #4a1a17; }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1rem; max-width: 80rem; background: var(--ground); color: var(--text);
          font: 1rem/1.5 system-ui, "Liberation Sans", sans-serif; }
        h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
        h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
        h3 { margin: .75rem 0 .25rem; font-size: 1rem; }
        p { margin: .5rem 0; max-width: 50rem; }
        .none, .caption, figcaption, dt, .axis { color: var(--quiet); }
        .state { padding: .1em .5em; border-radius: .3em; font-size: .7em; white-space: nowrap;
          vertical-align: .15em; border: 1px solid currentColor; }
        .well { color: var(--well); background: var(--well-ground); }
        .ill { color: var(--ill); background: var(--ill-ground); }
        dl { margin: 1rem 0; }
        dt { font-size: .875rem; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; }
        .tiles div { padding: .6rem .8rem; background: var(--panel); border-radius: .4rem; }
        .tiles dd { font-size: 1.4rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
        .facts div { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr; gap: 0 1rem; padding: .2rem 0; }
        .scroll { overflow-x: auto; }
        .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accepted); outline-offset: 2px; }
        table { border-collapse: collapse; min-width: 100%; }
        .caption { margin: .25rem 0; font-size: .875rem; }
        .when { white-space: nowrap; }
        th, td { padding: .3rem 1.25rem .3rem 0; text-align: left; vertical-align: top;
          border-bottom: 1px solid var(--line); }
        thead th, td { white-space: nowrap; }
        .troubles { margin: 0; padding: 0; list-style: none; }
        .troubles li { margin: 0 0 .5rem; padding: .5rem .8rem; border-left: .3rem solid var(--ill);
          background: var(--ill-ground); overflow-wrap: anywhere; }
        .troubles strong { color: var(--ill); }
        tbody th { font-weight: 600; white-space: nowrap; }
        .number { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: 1rem 0 0; }
        figcaption { font-size: .875rem; }
        svg { display: block; width: 100%; height: 7rem; border-bottom: 1px solid var(--quiet); }
        svg.refused { height: 4rem; }
        .grid { fill: none; stroke: var(--line); stroke-width: 1px; vector-effect: non-scaling-stroke; }
        .accepted .bars { fill: var(--accepted); }
        .refused .bars { fill: var(--refused); }
        .axis { display: flex; justify-content: space-between; font-size: .8rem; }
        summary { margin-top: 1rem; cursor: pointer; }
        footer { margin-top: 2rem; border-top: 1px solid var(--line); }
        @media (max-width: 40rem) { .facts div { grid-template-columns: 1fr; } }
        """
}
