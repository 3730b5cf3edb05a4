-- A week of hours of one person is 3 KB: with 30 % of each page kept free most pages held one. Whoever folds a history writes
-- a shelf once, and near the head one changes once an hour: it needs little room to stay where it is.
ALTER TABLE state_shelf SET (fillfactor = 90);
