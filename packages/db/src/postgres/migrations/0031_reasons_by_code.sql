-- `json` keeps the order of keys: people see the settings of a plugin in the order that its author gave them. What is there
-- already is written anew when the role process starts.
ALTER TABLE plugin ALTER COLUMN manifest TYPE json USING manifest::json;
