# man/html: the manual as a site of linked pages.

load helper

@test "every page is in the site, the index leads to each, and no link is broken" {
	"$GL_ROOT/man/html" site
	for page in "$GL_ROOT"/man/man*/*.[1-9]; do
		[ -s "site/$(basename "$page").html" ]
		grep -qF "href=\"$(basename "$page").html\"" site/index.html
	done
	/usr/bin/python3 - site <<-'END'
		import html.parser, os, sys
		pages, bad = {}, 0
		class Page(html.parser.HTMLParser):
		    def __init__(self, text):
		        super().__init__()
		        self.ids, self.links, self.open = [], [], []
		        self.feed(text)
		    def handle_starttag(self, tag, attrs):
		        a = dict(attrs)
		        self.ids += [a["id"]] if "id" in a else []
		        self.links += [a[k] for k in ("href", "src") if k in a]
		for name in sorted(os.listdir(sys.argv[1])):
		    if name.endswith(".html"):
		        pages[name] = Page(open(os.path.join(sys.argv[1], name), encoding="utf-8").read())
		for name, page in pages.items():
		    for i in set(page.ids):
		        if page.ids.count(i) > 1:
		            print(f"{name}: two places are called {i}"); bad = 1
		    for link in page.links:
		        if link.startswith(("https://manpages.debian.org/", "mailto:")):
		            continue
		        file, _, place = link.partition("#")
		        if not os.path.exists(os.path.join(sys.argv[1], file or name)):
		            print(f"{name}: {link}: there is no such page"); bad = 1
		        elif place and place not in pages[file or name].ids:
		            print(f"{name}: {link}: there is no such place"); bad = 1
		assert len(pages) > 10 and sum(len(p.links) for p in pages.values()) > 100
		sys.exit(bad)
	END
}

@test "where a page names another one of ours, it links to it" {
	"$GL_ROOT/man/html" site
	for page in "$GL_ROOT"/man/man*/*.[1-9]; do
		sed -nE 's/^\.Xr ([^ ]+) ([0-9]).*/\1.\2/p' "$page" | sort -u >named
		grep -oE 'class="Xr" href="[^"]*' "site/$(basename "$page").html" | sed -E 's/.*"//; s/\.html$//' | sort -u >linked
		while read -r other; do
			[ ! -e "$GL_ROOT/man/man${other##*.}/$other" ] || grep -qxF "$other" linked || {
				echo "$page: no link to $other"
				return 1
			}
		done <named
	done
}

@test "links to pages that are not ours lead to Debian's manual; ours never do" {
	"$GL_ROOT/man/html" site
	grep -ho 'https://manpages.debian.org/[^"]*' site/*.html | sort -u >out
	grep -qx 'https://manpages.debian.org/mandoc.1' out
	run -1 grep -E 'org/(gl-|gradlab)' out
}

@test "from a lesson one gets to the index and to the lessons before and after" {
	"$GL_ROOT/man/html" site
	before=''
	for page in "$GL_ROOT"/man/man7/gradlab-[0-9][0-9]-*.7; do
		page=$(basename "$page").html
		grep -qF '<nav><a href="index.html">' "site/$page"
		if [ "$before" ]; then
			grep -F '<nav>' "site/$page" | has -F "href=\"$before\">previous"
			grep -F '<nav>' "site/$before" | has -F "href=\"$page\">next"
		fi
		before=$page
	done
	[ "$before" ]
}
