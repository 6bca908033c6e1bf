-- Tables of the records as schema 1 made them, before revisions were written. A fixture of the migrations: never changed.
CREATE TABLE documents (
    id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    short_name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    identity VARCHAR NOT NULL,
    articles INTEGER NOT NULL,
    reader VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    stamp VARCHAR NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE texts (
    id INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("key")
);
CREATE TABLE passages (
    document_id VARCHAR NOT NULL,
    ordinal INTEGER NOT NULL,
    text_id INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    passage VARCHAR NOT NULL,
    PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX ix_passages_text_id ON passages (text_id);
CREATE TABLE debts (
    "key" VARCHAR NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE state (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE VIRTUAL TABLE words USING fts5(context, body, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE words_terms USING fts5vocab(words, 'row');
CREATE VIRTUAL TABLE spellings USING fts5(body, tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE spellings_terms USING fts5vocab(spellings, 'row');
INSERT INTO documents SELECT * FROM new.documents;
INSERT INTO texts SELECT * FROM new.texts;
INSERT INTO passages SELECT * FROM new.passages;
INSERT INTO state SELECT name, CASE name WHEN 'written_for' THEN '1' || substr(value, 2) ELSE value END FROM new.state;
INSERT INTO words (rowid, context, body) SELECT rowid, context, body FROM new.words;
INSERT INTO spellings (rowid, body) SELECT rowid, body FROM new.spellings;
