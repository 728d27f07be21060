"""A Flask app: notes in an SQLite file, as a page and as JSON. NOTES_DATA names the folder of the file."""

import os
import sqlite3
from pathlib import Path

from flask import Flask, abort, g, redirect, render_template, request, url_for

DATA_DIR = Path(os.environ["NOTES_DATA"])
SCHEMA = "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"

app = Flask(__name__)


def database():
    if "database" not in g:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        g.database = sqlite3.connect(DATA_DIR / "notes.sqlite3")
        g.database.row_factory = sqlite3.Row
        g.database.execute(SCHEMA)
    return g.database


@app.teardown_appcontext
def close_database(_error):
    if "database" in g:
        g.pop("database").close()


def all_notes():
    return [dict(row) for row in database().execute("SELECT id, text FROM note ORDER BY id DESC")]


@app.get("/")
def page():
    return render_template("notes.html", notes=all_notes())


@app.post("/")
def add():
    text = request.form.get("text", "").strip()
    if not text:
        abort(400, "a note needs a text")
    with database() as transaction:
        transaction.execute("INSERT INTO note (text) VALUES (?)", [text])
    return redirect(url_for("page"))


@app.get("/notes.json")
def as_json():
    return {"notes": all_notes()}
