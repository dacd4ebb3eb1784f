// librabbitmq, and nothing else.
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>
#include <amqp_ssl_socket.h>
#include <sys/time.h>

// Swift cannot call variadic functions.
static inline amqp_rpc_reply_t qiao_amqp_login_plain(
    amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
  return amqp_login_with_properties(
      state, vhost, channel_max, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

// Next frame that is already here, or AMQP_STATUS_TIMEOUT at once.
static inline int qiao_amqp_next_frame(amqp_connection_state_t state, amqp_frame_t *frame) {
  struct timeval now = {0, 0};
  return amqp_simple_wait_frame_noblock(state, frame, &now);
}

// Next delivery as a whole, after waiting at most so many milliseconds for its first frame.
static inline amqp_rpc_reply_t qiao_amqp_next_delivery(
    amqp_connection_state_t state, amqp_envelope_t *envelope, int milliseconds) {
  struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
  return amqp_consume_message(state, envelope, &limit, 0);
}
