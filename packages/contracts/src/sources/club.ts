import type { SourceProfile } from './source-profile.ts';

const recipient = '9155f1b4-8aaf-5abd-88e3-0467a47b04f8';

/** The club: posts, comments, reactions, meetings. */
export const club: SourceProfile = {
  source_system: 'club',
  title: { en: 'Club', ru: 'Клуб' },
  formats: ['event', 'segment', 'cloudevents'],
  key: {
    permissions: ['write'],
    event_types: ['activity.social.*'],
    limits: { events_per_second: 200, events_per_day: 2_000_000 },
  },
  examples: {
    'activity.social.posted': [
      { post_id: 'post-81', kind: 'answer', length: 1_107, parent_id: 'post-80' },
      { post_id: 'post-82', kind: 'question' },
    ],
    'activity.social.post_created': [{ post_id: 'post-83', kind: 'article', length: 5_200 }, { post_id: 'post-84' }],
    'activity.social.commented': [
      { post_id: 'post-81', length: 155 },
      { post_id: 'post-82', comment_id: 'c-7' },
    ],
    'activity.social.comment_added': [
      { post_id: 'post-83', comment_id: 'c-8', length: 40 },
      { post_id: 'post-84', comment_id: 'c-9', parent_id: 'c-8' },
    ],
    'activity.social.reacted': [
      { post_id: 'post-83', reaction: 'like' },
      { post_id: 'post-84', reaction: 'thanks' },
    ],
    'activity.social.forum_visited': [{ resource_id: 'topic-5', resource_type: 'forum', clicks: 3 }, { clicks: 1 }],
    'activity.social.collaborated': [{ work_id: 'work-12', project: 'handbook' }, { project: 'newsletter' }],
    'activity.social.peer_review_requested': [
      { work_id: 'work-12', project: 'handbook', author_user_id: recipient },
      { work_id: 'work-13' },
    ],
    'activity.social.peer_review_submitted': [
      { work_id: 'work-12', verdict: 'accepted', score: 4.5, author_user_id: recipient },
      { work_id: 'work-13', verdict: 'rejected' },
    ],
    'activity.social.message_sent': [
      { channel: 'chat', recipient_user_id: recipient, length: 62 },
      { channel: 'group', length: 18 },
    ],
    'activity.social.meeting_attended': [
      { meeting_id: 'meetup-44', duration_seconds: 5_400 },
      { meeting_id: 'meetup-45' },
    ],
  },
  segment: {
    family: 'social',
    events: {
      post_published: 'activity.social.post_created',
      comment_posted: 'activity.social.comment_added',
      like_added: 'activity.social.reacted',
      meeting_joined: 'activity.social.meeting_attended',
    },
  },
  silent_after_minutes: 180,
};
