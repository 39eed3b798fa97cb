// Package briefing is the tour of the product, bottom up. It holds no code: each
// room is a package below it, and arrows between them only go down (a test in
// cmd/dateline keeps the list of who may import whom).
//
// Dateline reads what a server chose, keeps an archive, follows stories, tells
// each channel what is new, and answers questions, every sentence with its
// evidence. Two flows do all of it, and both end in the same check and the same
// neutral blocks, which bot and the terminal draw.
//
//	feed -> ingest -> stories -> archive -> deliver -> brief -> deliver -> bot
//	question -> answer -> archive -> write -> answer -> bot
//
// # The ground floor
//
// No database, and none imports another but text, what stands below text, and
// phrases; feed and feed/fetch also import the rooms of feed before them. All but fetch and llm,
// which talk to the network, are pure.
//
//   - [dateline/briefing/text] reads language: which one it is, sentences and
//     their spans, stemmed terms with a table of common words, sketches of a text
//     (MinHash over shingles) and fingerprints of a sentence. A source's text is
//     never changed: whatever is found in it is a pair of byte offsets.
//   - [dateline/briefing/text/lexicon] holds the words as data, one file a
//     language, sections by name: months, verbs of saying, casualties, countries,
//     question words. A translator reviews a language in one file. A new language
//     is a new file; a test names the sections that it still lacks.
//   - [dateline/briefing/text/date] finds dates, ranges and relative phrases and
//     resolves them to half-open ranges of days.
//   - [dateline/briefing/text/number] finds numbers in figures and in words, with
//     what they count: money, percent, ordinals, years.
//   - [dateline/briefing/text/name] finds names, compares their spellings (Kyiv
//     and Kiew, Haftar and Hifter), and knows who is credited with a report.
//   - [dateline/briefing/text/verb] finds verbs of a list, German ones in two words
//     too: "gab … bekannt" says something, "es gab" does not.
//   - [dateline/briefing/text/measure] reads what a number measures: the counted
//     thing, the event, the place, the time and the scope ("at least", "so far").
//     Two measures of one thing are what "Reports differ" and an update rest on.
//   - [dateline/briefing/text/speech] tells sentences that stand alone, ask, speak
//     to the reader or report somebody's words, finds quotations, and reads by its
//     clauses what a sentence gives to somebody, leaves open or denies (Read).
//   - [dateline/briefing/topic] reads what somebody wants to hear about (a built-in
//     topic, words, "phrases", -exclusions) and says how much a story is about it.
//   - [dateline/briefing/phrases] holds what the program itself says, one directory
//     a language, so that a message is in one language.
//   - [dateline/briefing/smalltalk] tells what is no question (a greeting, thanks, "who
//     are you") before anybody searches for it.
//   - [dateline/briefing/catalogue] knows public feeds by name, with their country,
//     language, section and owner: what people are offered when they add a source.
//   - [dateline/briefing/rights] reads what publishers allow (X-Robots-Tag, robots and
//     tdm-reservation) and counts what is shown of an article word for word: its
//     Budgets are those of a briefing, of a card, and of a conversation.
//   - [dateline/briefing/feed/clock] reads dates as publishers write them, in many
//     languages and calendars, and tells a date nobody can read from none.
//   - [dateline/briefing/feed/link] compares addresses: what of one only tracks its
//     reader, and which spellings lead to one page.
//   - [dateline/briefing/feed/outlet] names who publishes at an address. A well-known
//     name from a host that is none of its own is shown with that host.
//   - [dateline/briefing/feed/page] takes the text out of HTML block by block: the
//     article without its frame, what is hidden, and boxes that ask for an account.
//   - [dateline/briefing/feed] parses what a source gives: RSS, Atom, RDF, JSON Feed,
//     sitemaps, OPML, pages, files. It caps sizes before it parses, keeps the whole
//     items of a broken feed, and says what it refused.
//   - [dateline/briefing/feed/fetch] brings it over HTTP: refuses private addresses
//     when it connects, keeps robots.txt (RFC 9309), follows redirects and reports
//     a permanent one (ingest decides whether to believe it), and tells a wall from an article.
//   - [dateline/briefing/search] ranks passages: BM25F over delta-coded postings,
//     a prior for recent days, a second hop. The same documents give the same
//     list on both databases.
//   - [dateline/briefing/cluster] gives documents their stories online: TF-IDF of
//     words and names with decay, a quorum of members, anchors that veto merges.
//   - [dateline/briefing/evidence] is the check: does this sentence state nothing
//     but what these words state? Numbers, dates, names, quotations, negation,
//     attribution. Its README says what it cannot see.
//   - [dateline/briefing/schedule] reads rules in words ("weekdays 07:30", in six languages) and
//     decides what a day with a gap or an overlap of the clock does to them.
//   - [dateline/briefing/chart] draws how many reports each outlet brought over time.
//   - [dateline/briefing/llm] talks to servers of models; the only importer of
//     go-openai. It finds the shape of request that a service takes from what it
//     refuses and remembers it, takes a reply in any of the forms they use, and
//     gives a service's own words with its errors. Timeouts, retries, a breaker for
//     each server, sizes capped.
//
// # The store
//
// [dateline/store] is one Store over SQLite and PostgreSQL with one SQL text for
// both. Rows are claimed by leases with an epoch, and every later write says which
// epoch it believes in, so that two processes on one database share the work and
// take over from one another. Stages find their work by a mark in the row, never
// by the highest id they have seen. A Scope says who asks: it is tested inside
// each query, and the zero Scope sees nothing. States and kinds of rows are typed
// constants in [dateline/store/state]; who changed which setting is a line of
// [dateline/store/audit], how a source fares is [dateline/store/health], what taking
// back something that was told means is [dateline/store/recall], what a person
// waits for is [dateline/store/watching], what an operator has stopped is
// [dateline/store/brake], and what is kept, of whom and for how long, is
// [dateline/store/retain].
// [dateline/store/database] opens the two
// databases and is the only place that knows their drivers: connections, the
// schema, what an error means and what to do.
//
// # Evidence
//
//   - [dateline/briefing/message] is what is shown before it has the form of a
//     place: blocks of runs, the payload of a post, the words for counts, days and
//     clocks, and a channel's list of words to hide.
//   - [dateline/briefing/profile] is what people set for a server, a channel and a
//     schedule, as it is stored, and what is usual where nothing was set.
//   - [dateline/briefing/claim] is a sentence with its evidence. A Cite is a
//     version, two byte offsets and the words between them; they must be equal to
//     the stored text. An Article is a version with its sentences; a Cache keeps
//     what was read of sentences.
//   - [dateline/briefing/people] says what may be said of people: who is accused on
//     one outlet's word is not named, a heading names nobody it accuses, the
//     winner of a vote is somebody's word.
//   - [dateline/briefing/guard] is what every stage needs: a clock that may be
//     replaced, a log that may be missing, and an end to panics which foreign input
//     causes: the item is set aside, the stage goes on.
//
// # Reading
//
//   - [dateline/briefing/ingest]: Poller claims the sources that are due, fetches
//     them and decides when to ask again; Subscribe finds the feed of a site;
//     Ingester decides by record linkage over the whole document which article an
//     item is, and stores a version only when it tells something new.
//   - [dateline/briefing/stories]: Assigner, the one holder of its lease, gives each
//     new version its story and its family of copies. Of two told stories that
//     merge, both ids stay valid.
//   - [dateline/briefing/retention]: Sweeper drops what is too old in small steps: texts,
//     what was written of them, their part of the index. Of what was shown the cited
//     sentences stay.
//   - [dateline/briefing/archive]: Indexer writes new versions into segments; Archive
//     searches the segments and what is in none yet, knows other spellings and
//     outlets, and orders the best by meaning when there are vectors.
//
// # Writing
//
//   - [dateline/briefing/write]: Composer shows a model numbered sentences of articles
//     and takes claims with their labels; each goes through the check, and what fails
//     is cited elsewhere, asked for once more, replaced by a source's own sentence, or
//     dropped. Reader is the second reading: a model that has passed a quiz judges
//     what words cannot, like who did what to whom; without one strict rules stand in.
//     A memo keeps what was written by a hash of its evidence: the next channel
//     costs no tokens. Budget reserves tokens before a call and settles after.
//     Translation is a second step over a checked claim, and is read a second time.
//   - [dateline/briefing/translation] holds a translation against its sentence by code:
//     numbers, dates, names, bodies of state, length, language.
//   - [dateline/briefing/brief]: Writer ranks the stories of a window, leaves out what
//     the channel was told (the ledger: facts of the claims of its posts), labels
//     what changed and where reports differ, and gives each story a heading that is
//     a source's headline or a checked claim. It keeps a trace of what it weighed.
//   - [dateline/briefing/why] answers from the traces, and from what else was read,
//     why a story was posted in a channel or not.
//   - [dateline/briefing/compare] holds what somebody wrote against what was read, without a
//     model: who reports it, and who reports another number, date or name for the same thing.
//   - [dateline/briefing/export] puts an answer into a file, with its sources, when they
//     were read, and whether they have changed since.
//   - [dateline/briefing/listing] lists the articles that hold some words, without writing
//     anything.
//   - [dateline/briefing/recap] tells one reader what a channel was told in some time, the
//     newest state of each story, from the posts.
//   - [dateline/briefing/sample] draws the briefing that feeds would give today before
//     anybody has chosen them, in a database of its own that is thrown away.
//   - [dateline/briefing/answer]: Answerer understands a question, with the turns of
//     the conversation before it, finds articles, and lets the model answer from
//     them, or tells what is new. Without a model, or when nothing held, the closest
//     passages are shown, verbatim, and called so.
//   - [dateline/briefing/unsay] takes out of a message what was taken back: dated words
//     stand in its place, and nothing else of the message changes.
//   - [dateline/briefing/deliver]: Planner makes a slot of a schedule that is due,
//     once the sources of its channel have been read; SlotWriter turns it into
//     posts; Alerter makes a post at once of what many outlets report within an
//     hour; Deliverer brings each to its channel exactly once, through a Poster.
//   - [dateline/briefing/watch]: Watcher tells a person once, in a direct message, when
//     something read answers what he or she waits for: it asks an Answerer what new
//     reports alone answer, and leaves the sending to the Deliverer.
//
// # Flow 1: from a feed to a message
//
//  1. ingest.Poller.One fetches a source. Its items become articles and versions,
//     with sentence spans and a sketch, in one transaction a document.
//  2. stories.Assigner places what has no story yet; archive.Indexer indexes what
//     has no segment yet. Both are woken by marks in the rows.
//  3. deliver.Planner inserts the slot's row. Its identity is the schedule with
//     local date and time, so a second process inserts nothing.
//  4. deliver.SlotWriter claims the slot, asks brief.Writer for the briefing, lays
//     it out through bot/layout, and stores the posts together with their claims.
//     What a channel was told is read from there: no second write could disagree.
//  5. deliver.Deliverer commits the intent to send, sends, and settles. When it
//     cannot know whether a message arrived, it looks for it in the channel.
//
// # Flow 2: from a question to a reply
//
//  1. bot defers at once and asks answer.Answerer, with the scope of the asker.
//  2. With a model the question is understood: where a conversation precedes, or its
//     own words say or find too little, the model writes a question that stands
//     alone, further searches, days and outlets (answer, file understand.go). All
//     of it is searched for and fused by rank, days and outlets only narrow.
//  3. write.Composer answers from the articles found; its claims pass the check and
//     the rules for people. Who asks what is new is told a briefing instead.
//  4. Without a model, or when nothing held, rules read the question part by part, and
//     answer.closest takes from up to three reports the passage whose sentences hold
//     most of the question's information.
//  5. The Answer becomes blocks; bot/layout draws them.
//
// # When something fails
//
//   - A source: its items stay, it is asked again later and later, after a 410 once
//     a day, unless it had said where it moved, a wall never becomes text. A briefing
//     says which of its sources it could not read, and never says "nothing new" over one of them.
//   - An item that makes a stage panic is set aside with its stack in the log; the
//     others go on. Damaged spans, sketches and segments are made anew.
//   - A model that fails, invents or is out of budget is replaced by the sources'
//     own sentences, or by the closest passages, and the last line says why.
//   - A process that dies loses nothing: slots, posts and intents are rows, their
//     leases lapse, and the next process takes them up where they stand.
//   - Discord refuses: the channel is paused with a reason, told once to whoever
//     set it up, and taken up again by itself. Settings are never deleted.
//   - The database is away: stages wait and say so; nothing is kept in memory that
//     could not be read again.
//
// # Where things are decided
//
//   - that a source has moved (301, 308): ingest, file moved.go (Poller.visited),
//     from what feed/fetch reports; written by store, file move.go
//   - that an outlet has withdrawn a report (it is missing between others of its feed, and its
//     page is gone): ingest, file withdrawn.go; that it has corrected one: brief, file correction.go
//   - what people may write for a rule, and what it means: schedule, files tokens.go,
//     parse.go and read.go; the words, by language: phrases, schedule.txt
//   - what a skipped or doubled hour of a change of the clock does to a slot:
//     schedule, file rule.go (instant, distinct)
//   - that two reports contradict ("Reports differ"): claim, file statement.go
//     (Contradicts), on what text/measure excludes; which pair is shown: brief, file
//     change.go (differences); why none is: brief, file undecided.go
//   - that a story is told, updated or left out: brief, file ledger.go; what a
//     schedule chooses (outlets, languages, reports): brief, file choice.go; that what
//     found no place is offered again for three days: brief, file held_over.go
//   - that a story is an alert: brief, file alert.go, and in which hours none is:
//     alert_quiet.go; how many a channel has: deliver, file alerter.go; that one is
//     stored once and never beside a briefing: store, file alert.go
//   - that a report answers what somebody waits for: answer, file newly.go, and that a
//     story has news for who waits for it: grown.go
//   - what an update says was there before: brief, file change.go
//   - that a story in which the model finds no news gives its place to the next: brief,
//     file no_news.go; what a story's prompt shows of its reports: brief, file
//     model_story.go (evidence), and write, file extract.go (Reports)
//   - how long a message is and where it is split: bot/layout
//   - what a refusal of Discord's means: bot/rest, file failure.go
//   - the words by which somebody says something: text/lexicon, one file a language:
//     the verbs in [saying], each once with what it is used for; [stance] sources,
//     requests, statements, [measures] according, [people] said_by, [credit]
//   - a new slash command: bot, file command.go (table, definitions), its handler,
//     /help in file ask.go with the golden files of help, the list in bot_test.go,
//     the README of bot
//   - a new variable: cmd/dateline, file config.go, which .env.example and the
//     README of that folder are held against
//   - what an operator has stopped, and where that is asked: store, file brake.go (stopped,
//     unused); what is said of it: bot, file brake.go
//   - what is too old, and what is left of a text that was shown: retention
//   - what searches keep in memory, and when it is read again: archive, file refresh.go
//   - everything that is kept of a person: store/retain, file person.go; what an erasure
//     takes: store, file erase.go
//   - who may see what: store, type Scope
//   - what publishers allow: rights, file signal.go, and feed/fetch, file mining.go; what is
//     left of an article then: claim, NewArticle; which a prompt may show: write, file
//     extract.go (newRooms)
//   - how much of an article is shown word for word: rights, file budget.go; claim, file
//     drawn.go; that all doors count together: bot, file drawn.go (quoting)
package briefing
